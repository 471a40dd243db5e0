/* transport_post.c: one post and its answer. */
#include <stdio.h>
#include <string.h>

#include "transport_test.h"

CASE(post_returns_at_once) {
  /* A stream whose Read never comes back in time, a server that holds: CommandPOST does not wait. */
  Fixture fixture;
  FixtureStart(&fixture);
  Gate gate;
  GateInit(&gate);
  OddStream* stream = OddStreamMake(100);
  stream->gate = &gate;
  int64_t start = NowMs();
  PostTo(&fixture, "/", stream, 0);
  CHECK(NowMs() - start < WAIT_MS / 2); /* the gate alone would take longer */
  GateOpen(&gate);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  OddStreamEnd(stream); /* checks that nothing of the stream was called on this thread */
  FixtureEnd(&fixture);
  GateDestroy(&gate);
}

CASE(post_final_response) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(1234);
  fixture.recorder->watch = &stream->references;
  ServerAnswer(fixture.server, (Answer){.text = "HTTP/1.1 201 Made\r\nLocation: ../stored/1.eml\r\n"
                                                "Content-Location: /other\r\nContent-Length: 2\r\n\r\nok"});
  PostTo(&fixture, "/mail/outbox/", stream, 42);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_EQ(final.command, HTTPMAIL_POST);
  CHECK_EQ(final.context, 42);
  CHECK_HR(final.hr, S_OK);
  CHECK_EQ(final.status, 201);
  CHECK_TEXT(final.status_line, "HTTP/1.1 201 Made");
  CHECK_TEXT(final.location, ServerUrl(fixture.server, "/mail/stored/1.eml"));
  CHECK_EQ(final.current, 1234);
  CHECK_EQ(final.total, 1234);
  CHECK_EQ(final.resend, FALSE);
  CHECK(final.transport == fixture.transport);
  CHECK_EQ(final.watched, 1); /* the stream was given back before */
  CHECK_EQ(fixture.recorder->error_count, 0);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_request_on_the_wire) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(1234);
  PostTo(&fixture, "/mail", stream, 0);
  const Request* request = ServerWaitEnd(fixture.server, 0);
  REQUIRE(request != NULL);
  CHECK(strncmp(request->raw, "POST /mail HTTP/1.1\r\n", 21) == 0);
  char host[32];
  snprintf(host, sizeof host, "127.0.0.1:%d", ServerPort(fixture.server));
  CHECK_TEXT(RequestField(request, "Host"), host);
  CHECK_TEXT(RequestField(request, "Content-Length"), "1234");
  CHECK_TEXT(RequestField(request, "Content-Type"), "application/octet-stream");
  CHECK_TEXT(RequestField(request, "User-Agent"), "abi-test/1.0");
  CHECK_TEXT(RequestField(request, "Expect"), NULL);
  CHECK_TEXT(RequestField(request, "Cookie"), NULL);
  CHECK_TEXT(RequestField(request, "Accept-Encoding"), NULL);
  CHECK_EQ(request->body_size, 1234);
  CHECK(OddSame(request->body, request->body_size, 0));
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_locations) {
  static const struct {
    const char* fields;
    const char* path; /* of the location that is told; NULL: none */
  } kAnswers[] = {
      {"Location: /a\r\n", "/a"},
      {"Content-Location: b\r\n", "/x/b"},
      {"Location: ?q\r\n", "/x/y?q"},
      {"", NULL},
  };
  static char texts[4][128];
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (int i = 0; i < 4; ++i) {
    snprintf(texts[i], sizeof texts[i], "HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n", kAnswers[i].fields);
    ServerAnswer(fixture.server, (Answer){.text = texts[i]});
    PostTo(&fixture, "/x/y", stream, 0);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
    Response final = RecorderFinal(fixture.recorder, i);
    CHECK_HR(final.hr, S_OK);
    CHECK_EQ(final.has_location, kAnswers[i].path != NULL);
    if (kAnswers[i].path) CHECK_TEXT(final.location, ServerUrl(fixture.server, kAnswers[i].path));
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_refused_by_the_server) {
  static const struct {
    int status;
    HRESULT hr;
  } kRows[] = {
      {200, S_OK},
      {202, S_OK},
      {204, S_OK},
      {299, S_OK},
      {303, S_OK},
      {304, IXP_E_HTTP_NOT_IMPLEMENTED},
      {305, IXP_E_HTTP_USE_PROXY},
      {400, IXP_E_HTTP_BAD_REQUEST},
      {403, IXP_E_HTTP_FORBIDDEN},
      {404, IXP_E_HTTP_NOT_FOUND},
      {405, IXP_E_HTTP_METHOD_NOT_ALLOW},
      {406, IXP_E_HTTP_NOT_ACCEPTABLE},
      {408, IXP_E_HTTP_REQUEST_TIMEOUT},
      {409, IXP_E_HTTP_CONFLICT},
      {410, IXP_E_HTTP_GONE},
      {411, IXP_E_HTTP_LENGTH_REQUIRED},
      {412, IXP_E_HTTP_PRECOND_FAILED},
      {418, IXP_E_HTTP_BAD_REQUEST},
      {425, IXP_E_HTTP_INSUFFICIENT_STORAGE},
      {500, IXP_E_HTTP_INTERNAL_ERROR},
      {501, IXP_E_HTTP_NOT_IMPLEMENTED},
      {502, IXP_E_HTTP_BAD_GATEWAY},
      {503, IXP_E_HTTP_SERVICE_UNAVAIL},
      {504, IXP_E_HTTP_GATEWAY_TIMEOUT},
      {505, IXP_E_HTTP_VERS_NOT_SUP},
      {507, IXP_E_HTTP_INSUFFICIENT_STORAGE},
      {599, IXP_E_HTTP_INTERNAL_ERROR},
  };
  enum { kCount = sizeof kRows / sizeof *kRows };
  static char texts[kCount][96];
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (int i = 0; i < kCount; ++i) {
    int empty = kRows[i].status == 204 || kRows[i].status == 304;
    snprintf(texts[i], sizeof texts[i], "HTTP/1.1 %d Whatever\r\n%s\r\n", kRows[i].status,
             empty ? "" : "Content-Length: 0\r\n");
    ServerAnswer(fixture.server, (Answer){.text = texts[i]});
    PostTo(&fixture, "/", stream, 0);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
    Response final = RecorderFinal(fixture.recorder, i);
    Looking(texts[i]);
    CHECK_HR(final.hr, kRows[i].hr);
    CHECK_EQ(final.status, kRows[i].status);
  }
  Looking(NULL);
  CHECK_EQ(ServerRequests(fixture.server), kCount); /* each was sent once */
  CHECK_EQ(fixture.recorder->error_count, 0);       /* OnError is for the network */
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_nobody_listens) {
  Fixture fixture;
  FixtureStart(&fixture);
  Server* gone = ServerStart();
  char url[64];
  snprintf(url, sizeof url, "%s", ServerUrl(gone, "/"));
  ServerStop(gone);
  OddStream* stream = OddStreamMake(10);
  CHECK_HR(S15_CommandPOST(fixture.transport, url, stream, NULL, 1), S_OK);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_HR(final.hr, IXP_E_FAILED_TO_CONNECT);
  CHECK_EQ(final.status, 0);
  CHECK_EQ(final.errors_before, 1); /* OnError comes first */
  CHECK_HR(fixture.recorder->last_error, IXP_E_FAILED_TO_CONNECT);
  CHECK(final.socket_error != 0);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_connection_lost) {
  Fixture fixture;
  FixtureStart(&fixture);
  ServerAnswer(fixture.server, (Answer){.reset = 1});
  OddStream* stream = OddStreamMake(10);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_HR(final.hr, IXP_E_CONNECTION_DROPPED);
  CHECK_EQ(final.errors_before, 1);
  CHECK_EQ(ServerRequests(fixture.server), 1); /* not sent a second time */
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_contexts) {
  static const DWORD kContexts[] = {0, 1, 0x80000000u, 0xFFFFFFFFu, 1};
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(3000000); /* large enough for progress */
  for (int i = 0; i < 5; ++i) {
    int from = fixture.recorder->response_count;
    PostTo(&fixture, "/", stream, kContexts[i]);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
    for (int j = from; j < fixture.recorder->response_count; ++j) {
      CHECK_EQ(fixture.recorder->responses[j].context, kContexts[i]);
      CHECK_EQ(fixture.recorder->responses[j].command, HTTPMAIL_POST);
    }
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_progress_adds_up) {
  enum { kSize = 5000000 };
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(kSize);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Recorder* recorder = fixture.recorder;
  unsigned long sum = 0;
  int whole = 0;
  for (int i = 0; i < recorder->response_count; ++i) {
    const Response* response = &recorder->responses[i];
    sum += response->increment;
    CHECK_EQ(response->current, sum);
    CHECK_EQ(response->total, kSize);
    CHECK_EQ(response->resend, FALSE);
    CHECK_EQ(response->done, i == recorder->response_count - 1);
    whole += !response->done && response->current == kSize;
  }
  CHECK_EQ(sum, kSize);
  CHECK_EQ(whole, 1); /* one report at 100 % for an entity over 64 KiB */
  CHECK(recorder->response_count <= 66);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(post_redirected) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(1000);
  ServerAnswer(fixture.server,
               (Answer){.text = "HTTP/1.1 307 Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"});
  PostTo(&fixture, "/here", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_HR(final.hr, S_OK);
  CHECK_EQ(final.resend, TRUE); /* not told before: the only response is this */
  CHECK_EQ(final.current, 1000);
  const Request* request = ServerWaitEnd(fixture.server, 1);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestTarget(request), "/there");
  CHECK(request->body_size == 1000 && OddSame(request->body, 1000, 0));
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}
