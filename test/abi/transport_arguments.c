/* transport_arguments.c: what CommandPOST and its neighbours refuse, and what they must not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transport_test.h"

/* A URL of exactly `size` bytes on the server of the fixture; the caller frees it. */
static char* LongUrl(Fixture* fixture, size_t size) {
  char* url = malloc(size + 1);
  REQUIRE(url != NULL);
  int start = snprintf(url, size, "http://127.0.0.1:%d/", ServerPort(fixture->server));
  memset(url + start, 'a', size - (size_t)start);
  url[size] = '\0';
  return url;
}

static void Refuse(Fixture* fixture, const char* url, void* stream, const char* type) {
  Looking(url);
  CHECK_HR(S15_CommandPOST(fixture->transport, url, stream, type, 0), E_INVALIDARG);
  Looking(NULL);
}

CASE(arguments_before_and_after_init) {
  Fixture fixture;
  FixtureMake(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (int initialised = 0; initialised < 2; ++initialised) {
    void* transport = fixture.transport;
    if (initialised) CHECK_HR(S12_InitNew(transport, "agent", NULL, fixture.recorder), S_OK);
    Refuse(&fixture, NULL, stream, NULL);
    Refuse(&fixture, "http://127.0.0.1/", NULL, NULL);
    Refuse(&fixture, NULL, NULL, NULL);
    Refuse(&fixture, "not a url", stream, NULL);
    Refuse(&fixture, "http://127.0.0.1/", stream, "text/plain\r\nX: 1");
    CHECK_HR(S3_GetServerInfo(transport, NULL), E_INVALIDARG);
    CHECK_HR(S5_IsState(transport, (IXPISSTATE)4), E_INVALIDARG);
    CHECK_HR(S5_IsState(transport, (IXPISSTATE)0x7FFFFFFF), E_INVALIDARG);
    CHECK_HR(S7_Connect(transport, NULL, TRUE, FALSE), E_INVALIDARG);
    CHECK_HR(S11_GetStatus(transport, NULL), E_INVALIDARG);
    CHECK_HR(S12_InitNew(transport, NULL, NULL, fixture.recorder), E_INVALIDARG);
  }
  CHECK_EQ(stream->references, 1);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(arguments_bad_urls) {
  static const char* const kUrls[] = {
      "",
      "/",
      "/path/only",
      "relative",
      "127.0.0.1/",
      "127.0.0.1:80/",
      "//127.0.0.1/",
      "http:",
      "http:/",
      "http://",
      "http:///",
      "http:///path",
      "http://:80/",
      "http://?query",
      "http://#fragment",
      "http:127.0.0.1",
      "http:/127.0.0.1/",
      "ftp://127.0.0.1/",
      "file:///etc/hostname",
      "mailto:a@example.com",
      "javascript:0",
      "httpx://127.0.0.1/",
      "ws://127.0.0.1/",
      " http://127.0.0.1/",
      "http://127.0.0.1/ ",
      "http://127.0.0.1/a b",
      "http://127 .0.0.1/",
      "http://127.0.0.1/a\tb",
      "http://127.0.0.1/a\r\nX-Injected: 1",
      "http://127.0.0.1/a\n",
      "http://127.0.0.1/\x01",
      "http://127.0.0.1/\x1f",
      "http://127.0.0.1/\x7f",
      "http://127.0.0.1/\x80",
      "http://127.0.0.1/\xc3\xa4",
      "http://b\xc3\xbc"
      "cher.example/",
      "http://127.0.0.1/\xff",
      "http://127.0.0.1/#\xc3\xa4",
      "http://user@127.0.0.1/",
      "http://user:secret@127.0.0.1/",
      "http://:secret@127.0.0.1/",
      "http://@127.0.0.1/",
      "http://:@127.0.0.1/",
      "https://user:secret@127.0.0.1/",
      "http://127.0.0.1:65536/",
      "http://127.0.0.1:-1/",
      "http://127.0.0.1:port/",
      "http://[::1/",
  };
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (unsigned i = 0; i < sizeof kUrls / sizeof *kUrls; ++i)
    Refuse(&fixture, kUrls[i], stream, "text/plain");
  char* url = LongUrl(&fixture, 8193);
  Refuse(&fixture, url, stream, NULL);
  free(url);
  url = LongUrl(&fixture, 1000000);
  Refuse(&fixture, url, stream, NULL);
  free(url);
  CHECK_EQ(stream->references, 1);
  OddStreamEnd(stream);
  CHECK_EQ(fixture.recorder->response_count, 0);
  CHECK_EQ(ServerConnections(fixture.server), 0);
  FixtureEnd(&fixture);
}

/* Posts to a URL; what the server then sees as target. */
static void CheckTarget(Fixture* fixture, const char* url, const char* target) {
  int index = ServerRequests(fixture->server);
  OddStream* stream = OddStreamMake(10);
  Looking(url);
  CHECK_HR(S15_CommandPOST(fixture->transport, url, stream, NULL, 0), S_OK);
  const Request* request = ServerWaitEnd(fixture->server, index);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestTarget(request), target);
  REQUIRE(RecorderWaitDone(fixture->recorder, index + 1));
  CHECK_HR(RecorderFinal(fixture->recorder, index).hr, S_OK);
  Looking(NULL);
  OddStreamEnd(stream);
}

CASE(arguments_good_urls) {
  static const struct {
    const char* path;
    const char* target;
  } kUrls[] = {
      {"", "/"},
      {"/", "/"},
      {"/a/b%20c", "/a/b%20c"},
      {"/?q=1&r=%2F", "/?q=1&r=%2F"},
      {"/a@b:c", "/a@b:c"}, /* not user info: that would be before the first slash */
      {"/?user@host", "/?user@host"},
      {"/x#fragment", "/x"},
      {"/x#", "/x"},
      {"#fragment", "/"},
      {"?q", "/?q"},
      {"/%00", "/%00"},
      {"/~!$&'()*+,;=-._", "/~!$&'()*+,;=-._"},
  };
  Fixture fixture;
  FixtureStart(&fixture);
  for (unsigned i = 0; i < sizeof kUrls / sizeof *kUrls; ++i) {
    CheckTarget(&fixture, ServerUrl(fixture.server, kUrls[i].path), kUrls[i].target);
  }
  char upper[64];
  snprintf(upper, sizeof upper, "HTTP://127.0.0.1:%d/Upper", ServerPort(fixture.server));
  CheckTarget(&fixture, upper, "/Upper");
  FixtureEnd(&fixture);
}

CASE(arguments_longest_url) {
  Fixture fixture;
  FixtureStart(&fixture);
  char* url = LongUrl(&fixture, 8192);
  CheckTarget(&fixture, url, strchr(url + strlen("http://"), '/'));
  free(url);
  FixtureEnd(&fixture);
}

CASE(arguments_content_types) {
  static const char* const kBad[] = {
      "text/plain\r\nX-Injected: 1", "a\nb", "\x01", "a/b\x7f", "a/b;\tc=d", "\r", "text/plain\n"};
  static const char* const kGood[] = {"message/rfc822", "text/plain; charset=\"utf-8\"", "x",
                                      "A/B;c=d;e=\"f g\""};
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (unsigned i = 0; i < sizeof kBad / sizeof *kBad; ++i) {
    Looking(kBad[i]);
    CHECK_HR(S15_CommandPOST(fixture.transport, ServerUrl(fixture.server, "/"), stream, kBad[i], 0),
             E_INVALIDARG);
  }
  CHECK_EQ(stream->references, 1);
  for (unsigned i = 0; i < sizeof kGood / sizeof *kGood; ++i) {
    Looking(kGood[i]);
    CHECK_HR(S15_CommandPOST(fixture.transport, ServerUrl(fixture.server, "/"), stream, kGood[i], 0), S_OK);
    const Request* request = ServerWaitEnd(fixture.server, (int)i);
    REQUIRE(request != NULL);
    CHECK_TEXT(RequestField(request, "Content-Type"), kGood[i]);
    REQUIRE(RecorderWaitDone(fixture.recorder, (int)i + 1));
  }
  Looking(NULL);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(arguments_no_content_type) {
  static const char* const kTypes[] = {NULL, ""};
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (int i = 0; i < 2; ++i) {
    CHECK_HR(S15_CommandPOST(fixture.transport, ServerUrl(fixture.server, "/x.eml"), stream, kTypes[i], 0),
             S_OK);
    const Request* request = ServerWaitEnd(fixture.server, i);
    REQUIRE(request != NULL);
    CHECK_TEXT(RequestField(request, "Content-Type"), NULL);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(arguments_are_copied) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* held = OddStreamMake(10);
  OddStream* stream = OddStreamMake(10);
  PostHeld(&fixture, held, 0);
  char url[64];
  char type[] = "message/rfc822";
  snprintf(url, sizeof url, "%s", ServerUrl(fixture.server, "/copied"));
  CHECK_HR(S15_CommandPOST(fixture.transport, url, stream, type, 0), S_OK);
  memset(url, '#', sizeof url);
  memset(type, '#', sizeof type);
  ServerLetGo(fixture.server);
  const Request* request = ServerWaitEnd(fixture.server, 1);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestTarget(request), "/copied");
  CHECK_TEXT(RequestField(request, "Content-Type"), "message/rfc822");
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  OddStreamEnd(held);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}
