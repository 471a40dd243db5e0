// The dispatch thread: one for all callbacks that may be called anywhere.
#include "dispatch/dispatch_thread.h"

#include <doctest/doctest.h>

#include <functional>
#include <ostream>
#include <thread>
#include <vector>

#include "com/thread.h"
#include "support/eventually.h"
#include "support/scripted_stream.h"
#include "support/work_item.h"

using namespace imnxport;
using namespace imnxport::test;

namespace {

// Says when it is released.
class ReleasedObject final : public IUnknown {
 public:
  explicit ReleasedObject(std::function<void()> released) : released_(std::move(released)) {}
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void**) noexcept override { return E_NOINTERFACE; }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return 1; }
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    released_();
    return 1;
  }

 private:
  const std::function<void()> released_;
};

}  // namespace

TEST_CASE("behaviour 8: all dispatchers call on one thread, one call at a time, in order") {
  Gate gate, done;
  done.Open();
  std::vector<int> order;  // unguarded: two at once would be a data race
  std::vector<std::thread::id> threads;
  {
    const auto one = MakeDispatchThread(true);
    const auto other = MakeDispatchThread(true);
    REQUIRE(one);
    REQUIRE(other);
    std::vector<std::shared_ptr<WorkItem>> items;
    items.push_back(MakeItem([&] {
      gate.Pass();
      order.push_back(-1);
    }));
    for (int i = 0; i < 20; ++i) {
      items.push_back(MakeItem([&, i] {
        order.push_back(i);
        threads.push_back(std::this_thread::get_id());
      }));
    }
    items.push_back(MakeItem([&] { done.Pass(); }));
    for (size_t i = 0; i < items.size(); ++i) (i % 2 ? one : other)->Kick(*items[i]);
    REQUIRE(gate.AwaitArrival());
    // A second thread, if there were one, could go ahead now.
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    gate.Open();
    REQUIRE(done.AwaitArrival());
  }
  REQUIRE(BecomesUnloadable());
  REQUIRE(order.size() == 21);
  for (int i = 0; i < 21; ++i) CHECK(order[static_cast<size_t>(i)] == i - 1);
  for (const auto& thread : threads) CHECK(thread == threads[0]);
  CHECK(threads[0] != std::this_thread::get_id());
}

TEST_CASE("behaviour 8: the thread stays while there is a dispatcher, and ends with the last") {
  auto one = MakeDispatchThread(true);
  auto other = MakeDispatchThread(true);
  for (int i = 0; i < 50; ++i) CHECK_FALSE(ReapIdleThreads());
  one.reset();
  for (int i = 0; i < 50; ++i) CHECK_FALSE(ReapIdleThreads());
  other.reset();
  CHECK(BecomesUnloadable());
}

TEST_CASE("an item that is called may let the last dispatcher go") {
  Gate done;
  done.Open();
  auto dispatcher = MakeDispatchThread(true);
  const auto item = MakeItem([&] {
    dispatcher.reset();
    done.Pass();
  });
  dispatcher->Kick(*item);
  REQUIRE(done.AwaitArrival());
  CHECK(BecomesUnloadable());
}

TEST_CASE("Drop gives up exactly the reference that it was given") {
  for (const bool drop_anywhere : {true, false}) {
    const auto dispatcher = MakeDispatchThread(drop_anywhere);
    ScriptedStream object;
    object.AddRef();
    object.AddRef();
    dispatcher->Drop(&object);
    CHECK(Eventually([&] { return object.Taken() == 1; }));
    dispatcher->Drop(&object);
    CHECK(Eventually([&] { return object.Taken() == 0; }));
  }
}

TEST_CASE("behaviour 8: a reference that belongs to the dispatch thread is given back there") {
  Gate done;
  done.Open();
  std::thread::id where;
  ReleasedObject object([&] {
    where = std::this_thread::get_id();
    done.Pass();
  });
  MakeDispatchThread(false)->Drop(&object);
  REQUIRE(done.AwaitArrival());
  CHECK(where != std::this_thread::get_id());
  MakeDispatchThread(true)->Drop(&object);
  CHECK(where == std::this_thread::get_id());
  CHECK(BecomesUnloadable());
}

TEST_CASE("behaviour 8: a callback that answers IImnxportCallback is called on the dispatch thread") {
  Gate done;
  done.Open();
  std::thread::id where;
  {
    const auto chosen = ChooseDispatcher(true, {});
    REQUIRE(chosen);
    const auto item = MakeItem([&] {
      where = std::this_thread::get_id();
      done.Pass();
    });
    chosen->Kick(*item);
    REQUIRE(done.AwaitArrival());
  }
  CHECK(BecomesUnloadable());
  CHECK(where != std::this_thread::get_id());
}
