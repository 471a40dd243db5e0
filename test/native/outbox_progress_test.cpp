// Outbox: progress reports that merge, turns of several transports, and everything at once.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "support/outbox_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

namespace {

PostCounts Counts(uint64_t sent, uint64_t increment) {
  PostCounts counts;
  counts.sent = sent;
  counts.increment = increment;
  return counts;
}

std::shared_ptr<Command> MakeCommand(uint32_t context) {
  auto command = std::make_shared<Command>();
  command->token = context;
  command->post.context = context;
  return command;
}

}  // namespace

TEST_CASE(
    "behaviour 5.1: at most one report of a command waits, and newer ones merge into it, in its place") {
  RecordingCallback callback(true);
  Gate gate;
  callback.inside = [&](const std::string& call) {
    if (call == "OnStatus 0") gate.Pass();
  };
  const auto one = MakeCommand(1), other = MakeCommand(2);
  OutboxFixture test(&callback);
  test.PostStatus(0);
  REQUIRE(gate.AwaitArrival());
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(one), Counts(100, 100));
  test.PostStatus(1);
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(one), Counts(300, 200));
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(other), Counts(5, 5));
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(one), Counts(600, 300));
  gate.Open();
  REQUIRE(callback.WaitForCalls(6));
  CHECK(callback.Calls() == Calls{"OnStatus 0", "OnPostProgress 1 600", "OnResponse progress 1", "OnStatus 1",
                                  "OnPostProgress 2 5", "OnResponse progress 2"});
  CHECK(callback.Posts()[0].cbCurrent == 600);
  CHECK(callback.Posts()[0].cbIncrement == 600);
}

TEST_CASE("behaviour 5.1: a report that is being delivered takes no more in, the next one waits for itself") {
  RecordingCallback callback(true);
  Gate gate;
  callback.inside = [&](const std::string& call) {
    if (call == "OnPostProgress 1 100") gate.Pass();
  };
  const auto command = MakeCommand(1);
  OutboxFixture test(&callback);
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(command), Counts(100, 100));
  REQUIRE(gate.AwaitArrival());
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(command), Counts(150, 50));
  gate.Open();
  REQUIRE(callback.WaitForCalls(4));
  CHECK(callback.Calls() == Calls{"OnPostProgress 1 100", "OnResponse progress 1", "OnPostProgress 1 150",
                                  "OnResponse progress 1"});
  CHECK(callback.Posts()[0].cbIncrement == 100);
  CHECK(callback.Posts()[1].cbIncrement == 50);
}

TEST_CASE("a report that waited when the callback was let go is forgotten: later ones are told to the next") {
  RecordingCallback first(true), second(true);
  Gate gate;
  first.inside = [&](const std::string&) { gate.Pass(); };
  const auto command = MakeCommand(1);
  OutboxFixture test(&first);
  test.PostStatus(0);
  REQUIRE(gate.AwaitArrival());
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(command), Counts(100, 100));
  test.outbox->Detach();
  CHECK(command->waiting_report == nullptr);
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(command), Counts(200, 100));  // nobody to tell
  CHECK(command->waiting_report == nullptr);
  gate.Open();
  REQUIRE(test.outbox->Attach(&second) == S_OK);
  test.outbox->PostProgress(std::make_unique<ProgressEvent>(command), Counts(300, 100));
  CHECK(second.WaitForCalls(2));
  test.outbox->Detach();
  CHECK(Eventually([&] { return second.Taken() == 0; }));
}

TEST_CASE("behaviour 8: a transport with many events does not keep others waiting") {
  RecordingCallback busy(true), quiet(true);
  Gate gate;
  std::atomic<int> told{0};
  int told_before_quiet = -1;
  busy.inside = [&](const std::string&) {
    if (told.fetch_add(1) == 0) gate.Pass();
  };
  quiet.inside = [&](const std::string&) { told_before_quiet = told.load(); };
  OutboxFixture first(&busy), second(&quiet);
  first.PostStatus(0);
  REQUIRE(gate.AwaitArrival());
  for (int i = 0; i < 1000; ++i) first.PostStatus(1);
  second.PostStatus(2);
  gate.Open();
  REQUIRE(busy.WaitForCalls(1001));
  REQUIRE(quiet.WaitForCalls(1));
  second.End();
  CHECK(told_before_quiet < 100);
}

TEST_CASE("behaviour 8: a call of one transport that blocks does not lose those of another") {
  RecordingCallback blocked(true), other(true);
  Gate gate;
  blocked.inside = [&](const std::string&) { gate.Pass(); };
  OutboxFixture first(&blocked), second(&other);
  first.PostStatus(0);
  REQUIRE(gate.AwaitArrival());
  for (int i = 0; i < 50; ++i) second.PostStatus(1);
  gate.Open();
  CHECK(other.WaitForCalls(50));
}

TEST_CASE("events, reports, new callbacks and none at all, from many threads at once, lose no reference") {
  std::atomic<int> alive{0};
  {
    RecordingCallback one(true), other(true);
    const auto command = MakeCommand(1);
    OutboxFixture test(&one);
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 500; ++n) {
          test.outbox->Post(std::make_unique<CountedEvent>(&alive));
          test.outbox->PostProgress(std::make_unique<ProgressEvent>(command), Counts(1, 1));
        }
      });
    }
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) {
        test.outbox->Attach(n % 2 ? &one : &other);
        if (n % 10 == 0) test.outbox->Detach();
      }
    });
    for (auto& thread : threads) thread.join();
    test.outbox->Detach();
    CHECK(Eventually([&] { return one.Taken() == 0 && other.Taken() == 0; }));
    CHECK(Eventually([&] { return alive.load() == 0; }));
  }
  CHECK(BecomesUnloadable());
}
