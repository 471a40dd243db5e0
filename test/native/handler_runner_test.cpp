// Posts that a handler carries out: what it is given, what its answer becomes, and every other end.
#include "transport/handler_runner.h"

#include <doctest/doctest.h>

#include "support/body_driver.h"
#include "support/handled_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

TEST_CASE("a handler is told what was posted, and its answer is the final response") {
  HandledFixture test("Subject: hello");
  test.Post(42);
  const auto post = test.Begin();
  CHECK(post->Request().url == "http://mail.example/inbox/?a=1");
  CHECK(post->Request().content_type == "message/rfc822");
  CHECK(post->Request().user_agent == "agent/1");
  CHECK(post->Request().headers.empty());
  CHECK(post->Request().context == 42);
  CHECK(post->Request().length == uint64_t{14});
  CHECK(test.reader->PullAll(*post));
  CHECK(test.reader->Bytes() == "Subject: hello");
  HandledAnswer answer = HandledFixture::Status(201, "Created");
  answer.location = "1.eml";
  CHECK(post->Answer(answer));
  const auto end = test.End();
  CHECK(end.hr == S_OK);
  CHECK(end.status == 201);
  CHECK(end.status_line == "HTTP/1.1 201 Created");
  CHECK(end.location == "http://mail.example/inbox/1.eml");
  CHECK(end.problem == "(null)");
  CHECK(end.delivery == IMNXPORT_DELIVERY_WHOLE);
  CHECK(test.reader->Over().empty());
}

TEST_CASE("the status is connecting, connected when the handler begins, and disconnected in the end") {
  HandledFixture test;
  test.Post();
  REQUIRE(test.callback.WaitForCalls(1));
  CHECK(test.callback.Calls() == Calls{"OnStatus 1"});
  const auto post = test.Begin();
  REQUIRE(test.callback.WaitForCalls(2));
  post->Answer(HandledFixture::Status(204));
  REQUIRE(test.callback.WaitForCalls(5));
  Calls calls = test.callback.Calls();
  calls.erase(calls.begin() + 2);  // OnPostDone, whose token is any
  CHECK(calls == Calls{"OnStatus 1", "OnStatus 3", "OnResponse done 7", "OnStatus 8"});
}

TEST_CASE("the headers that a host posts with reach the handler, and an answer's Content-Location counts") {
  HandledFixture test;
  const IMNXPORT_HEADER header{"X-One", "1"};
  IMNXPORT_POST options{};
  options.cbSize = sizeof options;
  options.ullLength = IMNXPORT_UNKNOWN;
  options.rgHeaders = &header;
  options.cHeaders = 1;
  REQUIRE(test.extension->Post("https://h/", &test.stream, &options, nullptr) == S_OK);
  const auto post = test.Begin();
  REQUIRE(post->Request().headers.size() == 1);
  CHECK(post->Request().headers[0].name == "X-One");
  HandledAnswer answer = HandledFixture::Status(200);
  answer.headers = {{"Content-Location", "/a"}};
  post->Answer(std::move(answer));
  CHECK(test.End().location == "https://h/a");
}

// ---- the body ---------------------------------------------------------------------------------------

TEST_CASE("the body comes by the piece, when it is pulled, and is reported as it goes") {
  const std::string content = Pattern(3'000'000);
  HandledFixture test(content);
  test.Post();
  const auto post = test.Begin();
  CHECK(test.reader->PullOne(*post));
  CHECK(test.reader->Largest() <= 64 * 1024);
  CHECK(Eventually([&] { return test.stream.CountOf(ScriptedStream::Method::kRead) >= 3; }));
  CHECK(test.stream.CountOf(ScriptedStream::Method::kRead) <= 4);  // what is read ahead, and no more
  CHECK(test.reader->PullAll(*post));
  CHECK(test.reader->Bytes() == content);
  CHECK(test.reader->Largest() <= 64 * 1024);
  post->Answer(HandledFixture::Status(200));
  CHECK(test.End().hr == S_OK);
  uint64_t sum = 0;
  for (const HTTPMAILPOST& report : test.callback.Posts()) sum += report.cbIncrement;
  CHECK(sum == content.size());
  CHECK(test.callback.Posts().size() > 1);
  CHECK(test.callback.Posts().back().cbTotal == content.size());
}

TEST_CASE(
    "a success before the handler has read everything is IXP_E_INCOMPLETE, a refusal is taken at its word") {
  HandledFixture test(Pattern(200'000));
  test.Post();
  auto post = test.Begin();
  CHECK(test.reader->PullOne(*post));
  post->Answer(HandledFixture::Status(200));
  auto end = test.End();
  CHECK(end.hr == IXP_E_INCOMPLETE);
  CHECK(end.status == 200);
  CHECK(end.problem == "the handler answered before it had read the whole entity");
  CHECK(end.delivery == IMNXPORT_DELIVERY_PARTIAL);

  test.Post();
  post = test.Begin();
  post->Answer(HandledFixture::Status(409, "Conflict"));
  REQUIRE(test.callback.WaitForEnds(2));
  end = test.callback.Ends().back();
  CHECK(end.hr == IXP_E_HTTP_CONFLICT);
  CHECK(end.delivery == IMNXPORT_DELIVERY_NONE);
}

TEST_CASE("with a known length the last byte is the end, without one nothing must follow") {
  SUBCASE("known") {
    HandledFixture test("abc");
    test.Post();
    const auto post = test.Begin();
    CHECK(test.reader->PullOne(*post));
    post->Answer(HandledFixture::Status(200));
    CHECK(test.End().hr == S_OK);
  }
  SUBCASE("unknown, and nothing follows") {
    HandledFixture test("abc");
    test.stream.WithoutSeek().WithoutStat();
    test.Post();
    const auto post = test.Begin();
    CHECK(post->Request().length == std::nullopt);
    CHECK(test.reader->PullOne(*post));
    CHECK_FALSE(test.reader->Ended());
    post->Answer(HandledFixture::Status(200));
    CHECK(test.End().hr == S_OK);
  }
  SUBCASE("unknown, and more follows") {
    HandledFixture test("abc");
    test.stream.WithoutSeek().WithoutStat().longest_read = 2;
    test.Post();
    const auto post = test.Begin();
    post->Answer(HandledFixture::Status(200));
    CHECK(test.End().hr == IXP_E_INCOMPLETE);
  }
}

TEST_CASE("an entity of no bytes is whole from the beginning") {
  HandledFixture test;
  test.Post();
  const auto post = test.Begin();
  CHECK(post->Request().length == uint64_t{0});
  post->Answer(HandledFixture::Status(201));
  CHECK(test.End().delivery == IMNXPORT_DELIVERY_WHOLE);
}

TEST_CASE("behaviour 4.5: a Read that fails ends the command with its HRESULT, whatever the handler does") {
  HandledFixture test(
      Pattern(2'000'000));  // more than is read ahead: a post that fails at once is not handed over
  test.stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    return test.stream.position > 1'500'000 ? STG_E_ACCESSDENIED : test.stream.HonestRead(to, size, read);
  };
  test.Post();
  const auto post = test.Begin();
  CHECK_FALSE(test.reader->PullAll(*post));
  CHECK(test.reader->Over() == std::vector<HRESULT>{STG_E_ACCESSDENIED});
  CHECK_FALSE(post->Answer(HandledFixture::Status(200)));
  const auto end = test.End();
  CHECK(end.hr == STG_E_ACCESSDENIED);
  CHECK(end.status == 0);
  for (const std::string& call : test.callback.Calls()) CHECK(call.find("OnError") == std::string::npos);
}

TEST_CASE("behaviour 4.4: a stream that is shorter than it said is IXP_E_INCOMPLETE") {
  HandledFixture test(Pattern(2'000'000));
  test.stream.on_seek = [](LONGLONG, DWORD, ULARGE_INTEGER*) { return E_NOTIMPL; };
  test.stream.on_stat = [&](STATSTG* stat, DWORD flags) {
    const HRESULT hr = test.stream.HonestStat(stat, flags);
    stat->cbSize.QuadPart += 10;
    return hr;
  };
  test.Post();
  const auto post = test.Begin();
  CHECK(post->Request().length == uint64_t{2'000'010});
  CHECK_FALSE(test.reader->PullAll(*post));
  CHECK(test.End().hr == IXP_E_INCOMPLETE);
}

TEST_CASE("a stream that cannot be prepared is no post for the handler") {
  HandledFixture test("abc");
  test.stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    if (origin == STREAM_SEEK_SET && test.stream.position == 3) return STG_E_REVERTED;
    return test.stream.HonestSeek(move, origin, where);
  };
  test.Post();
  CHECK(test.End().hr == STG_E_REVERTED);
  CHECK(test.handler->Posts() == 0);
}

// ---- the answer -------------------------------------------------------------------------------------

TEST_CASE("an answer counts once") {
  HandledFixture test;
  test.Post();
  const auto post = test.Begin();
  CHECK(post->Answer(HandledFixture::Status(204)));
  CHECK_FALSE(post->Answer(HandledFixture::Status(500)));
  post->Pull();
  post->Abandon();
  CHECK(test.End().status == 204);
  CHECK_FALSE(post->Answer(HandledFixture::Status(500)));
}

TEST_CASE("a failure is the command's result, with the status if there is one, else with OnError") {
  HandledFixture test;
  test.Post();
  HandledAnswer answer;
  answer.failure = IXP_E_CANT_FIND_HOST;
  answer.problem = "no such host";
  answer.socket_error = 11001;
  test.Begin()->Answer(answer);
  auto end = test.End();
  CHECK(end.hr == IXP_E_CANT_FIND_HOST);
  CHECK(end.status == 0);
  CHECK(end.status_line == "(null)");
  CHECK(end.problem == "no such host");
  const std::string error = "OnError 3 " + std::to_string(IXP_E_CANT_FIND_HOST) + " 11001 no such host";
  CHECK(test.callback.Calls()[2] == error);

  test.Post();
  answer.status = 507;
  test.Begin()->Answer(answer);
  REQUIRE(test.callback.WaitForEnds(2));
  end = test.callback.Ends().back();
  CHECK(end.hr == IXP_E_CANT_FIND_HOST);
  CHECK(end.status == 507);
}

TEST_CASE("behaviour 5.5: an answer that keeps nothing leaves nothing delivered") {
  HandledFixture test("abc");
  test.Post();
  const auto post = test.Begin();
  CHECK(test.reader->PullAll(*post));
  post->Answer(HandledFixture::Status(401, "Unauthorized"));
  const auto end = test.End();
  CHECK(end.hr == IXP_E_HTTP_UNAUTHORIZED);
  CHECK(end.delivery == IMNXPORT_DELIVERY_NONE);
}

TEST_CASE(
    "a post that nobody keeps is IXP_E_FAILED_TO_CONNECT, one that is given up, IXP_E_CONNECTION_DROPPED") {
  HandledFixture test("abc");
  test.handler->listens = false;
  test.Post();
  CHECK(test.End().hr == IXP_E_FAILED_TO_CONNECT);
  CHECK(test.callback.Calls()[1].substr(0, 9) == "OnError 1");

  test.handler->listens = true;
  test.Post();
  auto post = test.Begin();
  CHECK(test.reader->PullAll(*post));
  post.reset();
  REQUIRE(test.callback.WaitForEnds(2));
  CHECK(test.callback.Ends().back().hr == IXP_E_CONNECTION_DROPPED);
  CHECK(test.callback.Ends().back().delivery == IMNXPORT_DELIVERY_WHOLE);
}

TEST_CASE("a reader that takes nothing any more ends the command") {
  HandledFixture test("abc");
  test.reader->reads = false;
  test.Post();
  const auto post = test.Begin();
  post->Pull();
  CHECK(test.End().hr == IXP_E_CONNECTION_DROPPED);
}

// ---- other ends -------------------------------------------------------------------------------------

TEST_CASE("behaviour 2.6: DropConnection ends what the handler does, and what waits for it") {
  HandledFixture test("abc");
  test.Post(1);
  test.Post(2);
  const auto post = test.Begin();
  CHECK(test.transport->DropConnection() == S_OK);
  REQUIRE(test.reader->WaitForOver());
  CHECK(test.reader->Over() == std::vector<HRESULT>{IXP_E_CONNECTION_DROPPED});
  CHECK_FALSE(post->Answer(HandledFixture::Status(200)));
  REQUIRE(test.callback.WaitForEnds(2));
  for (const auto& end : test.callback.Ends()) CHECK(end.hr == IXP_E_CONNECTION_DROPPED);
  CHECK(test.handler->Posts() == 1);
}

TEST_CASE("behaviour 2.6: Disconnect lets the handler finish, and ends what is queued behind") {
  HandledFixture test;
  INETSERVER server{};
  REQUIRE(test.transport->Connect(&server, FALSE, FALSE) == S_OK);
  test.Post(1);
  test.Post(2);
  const auto post = test.Begin();
  CHECK(test.transport->Disconnect() == S_OK);
  CHECK(post->Answer(HandledFixture::Status(200)));
  REQUIRE(test.callback.WaitForEnds(2));
  CHECK(test.callback.Ends()[0].hr == S_OK);
  CHECK(test.callback.Ends()[1].hr == IXP_E_USER_CANCEL);
}

TEST_CASE("Cancel ends one post with its reason, and the next is handed over") {
  HandledFixture test;
  IMNXPORT_POST options{};
  options.cbSize = sizeof options;
  options.ullLength = IMNXPORT_UNKNOWN;
  ULONGLONG token = 0;
  REQUIRE(test.extension->Post("http://h/", &test.stream, &options, &token) == S_OK);
  const auto first = test.Begin();
  test.Post(2);
  CHECK(test.extension->Cancel(token, E_ABORT) == S_OK);
  const auto second = test.handler->Next();
  REQUIRE(second);
  CHECK(test.callback.Ends().size() <= 1);
  CHECK(second->Request().context == 2);
  second->Answer(HandledFixture::Status(200));
  REQUIRE(test.callback.WaitForEnds(2));
  CHECK(test.callback.Ends()[0].hr == E_ABORT);
  CHECK(test.callback.Ends()[1].hr == S_OK);
}

TEST_CASE("a handler that begins when the post has ended is told so at once") {
  HandledFixture test;
  test.Post();
  const auto post = test.handler->Next();
  REQUIRE(post);
  test.transport->DropConnection();
  CHECK(test.End().hr == IXP_E_CONNECTION_DROPPED);
  post->Begin(test.reader);
  CHECK(test.reader->Over() == std::vector<HRESULT>{IXP_E_CONNECTION_DROPPED});
}

TEST_CASE("behaviour 2.7: the final Release ends what the handler does, and nobody is called any more") {
  HandledFixture test;
  test.Post();
  const auto post = test.Begin();
  test.Release();
  CHECK(test.reader->WaitForOver());
  CHECK(Eventually([&] { return test.callback.Taken() == 0; }));
  CHECK(test.callback.Ends().empty());
  CHECK_FALSE(post->Answer(HandledFixture::Status(200)));
}

// ---- silence: time is what is tested ----------------------------------------------------------------

namespace {

void SetIdleTimeout(HandledFixture& test, DWORD ms) {
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwIdleTimeout = ms;
  REQUIRE(test.extension->Configure(&options) == S_OK);
}

}  // namespace

TEST_CASE("behaviour 7: a handler that is silent for too long is asked about, and given up") {
  HandledFixture test;
  SetIdleTimeout(test, 20);
  test.callback.on_timeout = [](DWORD*) { return S_FALSE; };
  test.Post(1);
  test.Post(2);
  const auto post = test.Begin();
  REQUIRE(test.callback.WaitForEnds(2));
  for (const auto& end : test.callback.Ends()) CHECK(end.hr == IXP_E_TIMEOUT);
  CHECK(test.reader->Over() == std::vector<HRESULT>{IXP_E_TIMEOUT});
  CHECK(test.callback.Ends()[0].problem == "no activity for 20 ms");
  CHECK(test.handler->Posts() == 1);
}

TEST_CASE("behaviour 7: a handler that answers while OnTimeout is asked has answered") {
  HandledFixture test;
  SetIdleTimeout(test, 20);
  Gate gate;
  test.callback.on_timeout = [&](DWORD*) {
    gate.Pass();
    return S_FALSE;
  };
  test.Post();
  const auto post = test.Begin();
  REQUIRE(gate.AwaitArrival());
  CHECK(post->Answer(HandledFixture::Status(204)));
  // Taken notice of before the question returns: nothing of the post is left.
  CHECK(Eventually([&] { return test.stream.Taken() == 0; }));
  gate.Open();
  CHECK(test.End().hr == S_OK);
}

TEST_CASE("behaviour 7: waiting for the host's stream is no silence of the handler") {
  HandledFixture test("abc");
  Gate gate;
  test.stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    gate.Pass();
    return test.stream.HonestRead(to, size, read);
  };
  std::atomic<int> asked{0};
  test.callback.on_timeout = [&](DWORD*) {
    ++asked;
    return S_OK;
  };
  SetIdleTimeout(test, 50);
  test.Post();
  const auto post = test.Begin();
  post->Pull();
  REQUIRE(gate.AwaitArrival());
  const int before = asked;
  std::this_thread::sleep_for(std::chrono::milliseconds(250));  // five periods
  CHECK(asked <= before + 1);  // the first may have ended just before the stream was waited for
  gate.Open();
  CHECK(test.reader->PullAll(*post));
  post->Answer(HandledFixture::Status(200));
  CHECK(test.End().hr == S_OK);
}

// ---- references -------------------------------------------------------------------------------------

TEST_CASE("whoever listens is told of every reference on the transport") {
  struct Listener final : ReferenceListener {
    std::atomic<int> count{0};
    void OnAddRef() noexcept override { ++count; }
    void OnRelease() noexcept override { --count; }
  };
  const auto listener = std::make_shared<Listener>();
  const auto handler = std::make_shared<ScriptedHandler>();
  const auto make = [&](std::weak_ptr<Session> session) { return MakeHandlerExecutor(session, handler); };
  ComPtr<IUnknown> transport;
  REQUIRE(MakeTransport(make, IID_IUnknown, transport.PutVoid(), listener) == S_OK);
  CHECK(listener->count == 1);
  ComPtr<IHTTPMailTransport> other;
  REQUIRE(transport->QueryInterface(IID_IHTTPMailTransport, other.PutVoid()) == S_OK);
  CHECK(listener->count == 2);
  transport.Reset();
  CHECK(listener->count == 1);
  other.Reset();
  CHECK(listener->count == 0);
}
