// The session and whoever carries its commands out: what each asks of the other.
#include "transport/session.h"

#include <doctest/doctest.h>

#include <utility>

#include "support/outbox_fixture.h"
#include "support/scripted_stream.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

namespace {

struct FakeExecutor final : CommandExecutor {
  HRESULT acquire_answer = S_OK;
  HRESULT take_answer = S_OK;
  int acquired = 0, released = 0, woken = 0;
  std::string url;

  HRESULT Acquire() noexcept override {
    if (SUCCEEDED(acquire_answer)) ++acquired;
    return acquire_answer;
  }
  void Release() noexcept override { ++released; }
  void Wake() noexcept override { ++woken; }
  HRESULT TakeStream(IStream*, Command* command) override {
    url = command->post.url;
    return take_answer;
  }
  bool AnswerLogon(uint64_t, HRESULT, Credentials) noexcept override { return false; }
  bool AnswerIdle(uint64_t, HRESULT, uint32_t) noexcept override { return false; }
  void AbandonQuestion() noexcept override {}
};

// At the end the callback is let go, and waited for.
struct Fixture {
  Fixture() { session->Events().SetTransport(std::shared_ptr<TransportOfCallback>(transport)); }
  ~Fixture() {
    if (session) session->HandsOffCallback();
    CHECK(Eventually([this] { return callback.Taken() == 0; }));
  }

  RecordingCallback callback{true};  // called by the dispatch thread on every system
  ScriptedStream stream;
  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>();
  std::shared_ptr<FakeExecutor> executor = std::make_shared<FakeExecutor>();
  std::shared_ptr<Session> session = Session::Make([&](auto) { return executor; });

  HRESULT InitNew() { return session->InitNew("agent", nullptr, &callback); }
  HRESULT Post() {
    PostOptions post;
    post.url = "http://h/inbox/";
    return session->Post(std::move(post), &stream, nullptr);
  }
  // As the executor does it.
  void Finish() {
    const auto command = session->NextCommand();
    REQUIRE(command);
    session->Finished(std::move(command->done), S_OK);
  }
};

}  // namespace

TEST_CASE("an executor that cannot have what it runs on fails InitNew, and is asked again by the next") {
  Fixture test;
  test.executor->acquire_answer = IXP_E_SOCKET_INIT_ERROR;
  CHECK(test.InitNew() == IXP_E_SOCKET_INIT_ERROR);
  CHECK(test.session->CheckInitialised() == IXP_E_NOT_INIT);
  CHECK(test.callback.Taken() == 0);
  test.session.reset();
  CHECK(test.executor->released == 0);

  Fixture second;
  CHECK(second.InitNew() == S_OK);
  CHECK(second.InitNew() == S_OK);
  CHECK(second.executor->acquired == 1);
  second.session->Shutdown();
  second.session.reset();
  CHECK(second.executor->released == 1);
}

TEST_CASE(
    "behaviour 3.4: a stream that the executor cannot take is CommandPOST's failure, and nothing is queued") {
  Fixture test;
  REQUIRE(test.InitNew() == S_OK);
  test.executor->take_answer = E_OUTOFMEMORY;
  CHECK(test.Post() == E_OUTOFMEMORY);
  CHECK(test.executor->url == "http://h/inbox/");
  CHECK(test.executor->woken == 0);
  CHECK(test.session->NextCommand() == nullptr);
  CHECK_FALSE(test.session->IsState(IXP_IS_BUSY));
}

TEST_CASE("the executor is woken for a new command and for one that is cancelled, not for an empty queue") {
  Fixture test;
  REQUIRE(test.InitNew() == S_OK);
  test.session->Abort();
  CHECK(test.executor->woken == 0);
  REQUIRE(test.Post() == S_OK);
  CHECK(test.executor->woken == 1);
  test.session->Abort();
  CHECK(test.executor->woken == 2);
  CHECK(test.session->NextCommand()->Cancelled() == IXP_E_CONNECTION_DROPPED);
  test.Finish();
}

TEST_CASE(
    "behaviour 2.3: a status that the executor brings is set and announced once, and ends with its "
    "commands") {
  Fixture test;
  REQUIRE(test.InitNew() == S_OK);
  REQUIRE(test.Post() == S_OK);
  test.session->SetStatus(IXP_AUTHORIZING);
  CHECK(test.session->Status() == IXP_AUTHORIZING);
  test.session->SetStatus(IXP_AUTHORIZING);
  test.Finish();
  REQUIRE(test.callback.WaitForCalls(4));
  const Calls calls = test.callback.Calls();
  REQUIRE(calls.size() == 4);
  CHECK(calls[0] == "OnStatus 4");
  CHECK(calls[1].rfind("OnPostDone ", 0) == 0);  // with a token that no other command of the process has
  CHECK(calls[2] == "OnResponse done 0");
  CHECK(calls[3] == "OnStatus 8");
}
