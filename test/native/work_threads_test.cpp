// WorkThreads: as many threads as items that block, up to the limit, and none when there is nothing to do.
#include "com/work_threads.h"

#include <doctest/doctest.h>

#include <atomic>
#include <climits>
#include <functional>
#include <thread>
#include <vector>

#include "support/eventually.h"
#include "support/gate.h"
#include "support/work_item.h"

using namespace imnxport;
using imnxport::test::Eventually;
using imnxport::test::Gate;
using imnxport::test::MakeItem;

namespace {

// Threads that are proved to end before the test does.
class OwnThreads {
 public:
  explicit OwnThreads(int limit) : threads_("imnxport-test", limit) {}
  ~OwnThreads() { CHECK(End()); }
  WorkThreads* operator->() { return &threads_; }
  bool End() {
    return Eventually([this] {
      threads_.LetIdleEnd();
      return ReapIdleThreads();
    });
  }

 private:
  WorkThreads threads_;
};

}  // namespace

TEST_CASE("an item is called on another thread") {
  std::atomic<bool> elsewhere{false};
  Gate done;
  OwnThreads threads(1);
  const auto caller = std::this_thread::get_id();
  done.Open();
  const auto item = MakeItem([&] {
    elsewhere = std::this_thread::get_id() != caller;
    done.Pass();
  });
  REQUIRE(threads->Run(*item));
  CHECK(done.AwaitArrival());
  CHECK(elsewhere.load());
}

TEST_CASE("an item that blocks delays no other") {
  Gate blocked, done;
  OwnThreads threads(INT_MAX);
  done.Open();
  std::vector<std::shared_ptr<WorkItem>> items;
  for (int i = 0; i < 5; ++i) items.push_back(MakeItem([&] { blocked.Pass(); }));
  for (const auto& item : items) REQUIRE(threads->Run(*item));
  REQUIRE(blocked.AwaitArrival(5));
  const auto free_item = MakeItem([&] { done.Pass(); });
  REQUIRE(threads->Run(*free_item));
  CHECK(done.AwaitArrival());
  blocked.Open();
}

TEST_CASE("two items that come at once when one thread is idle do not wait for each other") {
  for (int round = 0; round < 20; ++round) {
    Gate blocked, done;
    OwnThreads threads(INT_MAX);
    done.Open();
    const auto warm_up = MakeItem([&] { done.Pass(); });
    REQUIRE(threads->Run(*warm_up));
    REQUIRE(done.AwaitArrival());
    // In some rounds the thread is idle by now, in others it is not yet: both are good.
    for (int i = 0; i < round * 10; ++i) std::this_thread::yield();
    const auto blocker = MakeItem([&] { blocked.Pass(); });
    const auto free_item = MakeItem([&] { done.Pass(); });
    REQUIRE(threads->Run(*blocker));
    REQUIRE(threads->Run(*free_item));
    CHECK(done.AwaitArrival(2));
    CHECK(blocked.AwaitArrival());
    blocked.Open();
  }
}

TEST_CASE("no more threads than the limit, and what waits has its turn later") {
  Gate gate;
  std::atomic<int> at_once{0}, most{0}, done{0};
  OwnThreads threads(2);
  std::vector<std::shared_ptr<WorkItem>> items;
  for (int i = 0; i < 6; ++i) {
    items.push_back(MakeItem([&] {
      const int now = at_once.fetch_add(1) + 1;
      int before = most.load();
      while (before < now && !most.compare_exchange_weak(before, now)) {
      }
      gate.Pass();
      at_once.fetch_sub(1);
      done.fetch_add(1);
    }));
  }
  for (const auto& item : items) REQUIRE(threads->Run(*item));
  REQUIRE(gate.AwaitArrival(2));
  CHECK(gate.Arrived() == 2);
  gate.Open();
  CHECK(Eventually([&] { return done.load() == 6; }));
  CHECK(most.load() == 2);
}

TEST_CASE("with a limit of 1 the items run one after another, in order") {
  Gate gate, done;
  OwnThreads threads(1);
  done.Open();
  std::vector<int> order;  // unguarded: two at once would be a data race
  std::vector<std::shared_ptr<WorkItem>> items;
  items.push_back(MakeItem([&] { gate.Pass(); }));
  for (int i = 0; i < 50; ++i) items.push_back(MakeItem([&order, i] { order.push_back(i); }));
  items.push_back(MakeItem([&] { done.Pass(); }));
  for (const auto& item : items) REQUIRE(threads->Run(*item));
  gate.Open();
  REQUIRE(done.AwaitArrival());
  REQUIRE(order.size() == 50);
  for (int i = 0; i < 50; ++i) CHECK(order[static_cast<size_t>(i)] == i);
}

TEST_CASE("an item that is run several times before its turn is called once for all of it") {
  Gate gate, done;
  OwnThreads threads(1);
  done.Open();
  int called = 0;
  const auto blocker = MakeItem([&] { gate.Pass(); });
  const auto item = MakeItem([&] { ++called; });
  const auto last = MakeItem([&] { done.Pass(); });
  REQUIRE(threads->Run(*blocker));
  REQUIRE(gate.AwaitArrival());
  for (int i = 0; i < 5; ++i) REQUIRE(threads->Run(*item));
  REQUIRE(threads->Run(*last));
  gate.Open();
  REQUIRE(done.AwaitArrival());
  CHECK(called == 1);
}

TEST_CASE("an item that is run again during its call is called again") {
  Gate done;
  OwnThreads threads(1);
  done.Open();
  int called = 0;
  std::shared_ptr<FunctionItem> item = MakeItem([&] {
    if (++called < 3) threads->Run(*item);
    done.Pass();
  });
  REQUIRE(threads->Run(*item));
  CHECK(done.AwaitArrival(3));
  CHECK(threads.End());
  CHECK(called == 3);
}

TEST_CASE("the last reference of an item may go on its thread, and use the threads there") {
  Gate done;
  OwnThreads threads(1);
  done.Open();
  const auto next = MakeItem([&] { done.Pass(); });
  struct RunsAtEnd {
    std::function<void()> at_end;
    ~RunsAtEnd() { at_end(); }
  };
  auto guard = std::make_shared<RunsAtEnd>(RunsAtEnd{[] {}});
  guard->at_end = [&] { threads->Run(*next); };
  auto item = MakeItem([guard] {});
  guard.reset();
  REQUIRE(threads->Run(*item));
  item.reset();
  CHECK(done.AwaitArrival());
}

TEST_CASE("between Acquire and Release there is a thread, whoever asks it to end") {
  OwnThreads threads(1);
  REQUIRE(threads->Acquire());
  for (int i = 0; i < 100; ++i) {
    threads->LetIdleEnd();
    CHECK_FALSE(ReapIdleThreads());
    std::this_thread::yield();
  }
  threads->Release();
  CHECK(threads.End());
}

TEST_CASE("idle threads end when they are asked, and come back when there is work") {
  OwnThreads threads(INT_MAX);
  for (int round = 1; round <= 3; ++round) {
    Gate done;
    done.Open();
    const auto item = MakeItem([&] { done.Pass(); });
    REQUIRE(threads->Run(*item));
    REQUIRE(done.AwaitArrival());
    CHECK(threads.End());
  }
}

TEST_CASE("items of many threads are all called, however often idle threads are asked to end meanwhile") {
  std::atomic<int> called{0};
  std::atomic<bool> stop{false};
  OwnThreads threads(3);
  std::thread asker([&] {
    while (!stop.load()) {
      threads->LetIdleEnd();
      std::this_thread::yield();
    }
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back([&] {
      for (int n = 0; n < 300; ++n) threads->Run(*MakeItem([&] { called.fetch_add(1); }));
    });
  }
  for (auto& client : clients) client.join();
  CHECK(Eventually([&] { return called.load() == 900; }));
  stop = true;
  asker.join();
}
