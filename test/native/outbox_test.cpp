// Outbox: events reach the callback one at a time and in order; letting go of it is final.
#include "transport/outbox.h"

#include <doctest/doctest.h>

#include <atomic>
#include <ostream>

#include "support/eventually.h"
#include "support/outbox_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

TEST_CASE("behaviour 8: events are delivered in order, on one thread that is not the caller's") {
  RecordingCallback callback(true);
  OutboxFixture test(&callback);
  Calls expected;
  for (int i = 0; i < 100; ++i) {
    test.PostStatus(i % 9);
    expected.push_back("OnStatus " + std::to_string(i % 9));
  }
  REQUIRE(callback.WaitForCalls(100));
  CHECK(callback.Calls() == expected);
  CHECK(callback.Transport() == test.Pointer());
  for (const auto& thread : callback.Threads()) {
    CHECK(thread == callback.Threads()[0]);
    CHECK(thread != std::this_thread::get_id());
  }
}

TEST_CASE("an event that is posted inside a callback is delivered after it") {
  RecordingCallback callback(true);
  OutboxFixture test(&callback);
  callback.inside = [&](const std::string& call) {
    if (call == "OnStatus 1") test.PostStatus(2);
  };
  test.PostStatus(1);
  CHECK(callback.WaitForCalls(2));
  CHECK(callback.Calls().back() == "OnStatus 2");
  test.End();
}

TEST_CASE(
    "behaviour 8: after Detach no new call starts, and one that runs keeps the callback until it returns") {
  RecordingCallback callback(true);
  Gate gate;
  callback.inside = [&](const std::string&) { gate.Pass(); };
  OutboxFixture test(&callback);
  for (int i = 0; i < 5; ++i) test.PostStatus(i);
  REQUIRE(gate.AwaitArrival());
  CHECK(test.outbox->Detach());  // returns although the call runs
  CHECK(callback.Taken() > 0);
  CHECK_FALSE(test.outbox->Detach());
  test.PostStatus(7);
  gate.Open();
  CHECK(Eventually([&] { return callback.Taken() == 0; }));
  CHECK(callback.Calls() == Calls{"OnStatus 0"});
}

TEST_CASE("behaviour 2.8: Detach from inside a callback is final too") {
  RecordingCallback callback(true);
  std::atomic<bool> detached{false};
  Gate go_on;
  OutboxFixture test(&callback);
  callback.inside = [&](const std::string&) {
    go_on.Pass();
    detached = test.outbox->Detach();
  };
  for (int i = 0; i < 5; ++i) test.PostStatus(i);
  go_on.Open();
  CHECK(Eventually([&] { return callback.Taken() == 0; }));
  CHECK(detached.load());
  CHECK(callback.Calls() == Calls{"OnStatus 0"});
}

TEST_CASE(
    "behaviour 2.2: another callback takes the place of the first, which is let go and told nothing more") {
  RecordingCallback first(true), second(true);
  OutboxFixture test(&first);
  test.PostStatus(1);
  REQUIRE(first.WaitForCalls(1));
  REQUIRE(test.outbox->Attach(&second) == S_OK);
  test.PostStatus(2);
  REQUIRE(second.WaitForCalls(1));
  CHECK(second.Calls() == Calls{"OnStatus 2"});
  CHECK(Eventually([&] { return first.Taken() == 0; }));
  CHECK(first.Calls() == Calls{"OnStatus 1"});
  test.outbox->Detach();
  CHECK(Eventually([&] { return second.Taken() == 0; }));
}

TEST_CASE("the same callback can be attached again") {
  RecordingCallback callback(true);
  OutboxFixture test(&callback);
  REQUIRE(test.outbox->Attach(&callback) == S_OK);
  test.PostStatus(3);
  CHECK(callback.WaitForCalls(1));
  CHECK(test.outbox->Detach());
  CHECK(Eventually([&] { return callback.Taken() == 0; }));
}

TEST_CASE(
    "a QueryInterface that fails and leaves something in the pointer gave no reference and no second face") {
  RecordingCallback callback(true);
  callback.on_query_extended = [&](void** ppv) {
    *ppv = &callback;
    return E_FAIL;
  };
  {
    const auto unused = std::make_shared<Outbox>();
    // Whoever is told where: the references are what counts here.
    const HRESULT hr = unused->Attach(&callback);
    CHECK(hr == S_OK);
    CHECK(callback.Taken() == 1);
    CHECK(unused->Detach());
  }
  CHECK(Eventually([&] { return callback.Taken() == 0; }));
}

TEST_CASE("an event without a callback to tell is destroyed undelivered") {
  std::atomic<int> alive{0};
  OutboxFixture test(nullptr);
  test.outbox->Post(std::make_unique<CountedEvent>(&alive));
  CHECK(alive.load() == 0);
}

TEST_CASE("an event is destroyed after its delivery, once") {
  std::atomic<int> alive{0};
  RecordingCallback callback(true);
  OutboxFixture test(&callback);
  for (int i = 0; i < 10; ++i) test.outbox->Post(std::make_unique<CountedEvent>(&alive));
  CHECK(Eventually([&] { return alive.load() == 0; }));
}

TEST_CASE("events that wait when the callback is let go are destroyed, however many they are") {
  std::atomic<int> alive{0};
  RecordingCallback callback(true);
  Gate gate;
  callback.inside = [&](const std::string&) { gate.Pass(); };
  OutboxFixture test(&callback);
  test.PostStatus(1);
  REQUIRE(gate.AwaitArrival());
  for (int i = 0; i < 200'000; ++i) test.outbox->Post(std::make_unique<CountedEvent>(&alive));
  CHECK(alive.load() == 200'000);
  CHECK(test.outbox->Detach());
  CHECK(alive.load() == 0);
  gate.Open();
}

TEST_CASE("behaviour 2.7: when the transport is gone nothing is delivered any more") {
  std::atomic<int> alive{0};
  RecordingCallback callback(true);
  OutboxFixture test(&callback);
  test.transport.reset();
  test.outbox->Post(std::make_unique<CountedEvent>(&alive));
  test.PostStatus(1);
  CHECK(Eventually([&] { return alive.load() == 0; }));
  test.End();
  CHECK(callback.Calls().empty());
}

TEST_CASE("behaviour 4.7 and 8: without callbacks the thread that called them ends") {
  {
    RecordingCallback callback(true);
    OutboxFixture test(&callback);
    test.PostStatus(1);
    REQUIRE(callback.WaitForCalls(1));
  }
  CHECK(BecomesUnloadable());
}
