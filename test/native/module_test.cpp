// The module count, and threads as one of its reasons.
#include "com/module.h"

#include <doctest/doctest.h>

#include <atomic>

#include "com/thread.h"
#include "support/eventually.h"
#include "support/gate.h"

using namespace imnxport;
using imnxport::test::BecomesUnloadable;
using imnxport::test::Gate;

namespace {

std::atomic<int> asked{0};

void CountAsk() noexcept { asked.fetch_add(1); }

}  // namespace

TEST_CASE("DllCanUnloadNow is S_FALSE while something is counted, S_OK when nothing is") {
  REQUIRE(BecomesUnloadable());
  {
    const ModuleReference reference;
    CHECK(CanUnloadModule() == S_FALSE);
    {
      const ModuleReference copy(reference);
      CHECK(CanUnloadModule() == S_FALSE);
    }
    CHECK(CanUnloadModule() == S_FALSE);
  }
  CHECK(CanUnloadModule() == S_OK);
}

TEST_CASE("a copy of a module reference counts for itself, an assignment counts nothing") {
  REQUIRE(BecomesUnloadable());
  {
    ModuleReference target;
    {
      const ModuleReference source;
      target = source;
    }
    CHECK(CanUnloadModule() == S_FALSE);
  }
  CHECK(CanUnloadModule() == S_OK);
}

TEST_CASE("LockServer keeps the module loaded until it was unlocked as often as it was locked") {
  REQUIRE(BecomesUnloadable());
  LockModule(true);
  LockModule(true);
  CHECK(CanUnloadModule() == S_FALSE);
  LockModule(false);
  CHECK(CanUnloadModule() == S_FALSE);
  LockModule(false);
  CHECK(CanUnloadModule() == S_OK);
}

TEST_CASE("a thread of ours keeps the module loaded until its code is gone") {
  REQUIRE(BecomesUnloadable());
  Gate gate;
  const auto main = [](void* argument) { static_cast<Gate*>(argument)->Pass(); };
  REQUIRE(StartThread(main, &gate, "a name of more than fifteen characters"));
  REQUIRE(gate.AwaitArrival());
  CHECK(CanUnloadModule() == S_FALSE);
  CHECK_FALSE(ReapIdleThreads());
  CHECK(ThreadsAlive());
  gate.Open();
  CHECK(BecomesUnloadable());
  CHECK_FALSE(ThreadsAlive());
}

TEST_CASE("many threads can be started, also from one another, and all are counted down") {
  struct Chain {
    std::atomic<int> left{20};
    std::atomic<int> run{0};
    static void Main(void* self) {
      auto* chain = static_cast<Chain*>(self);
      chain->run.fetch_add(1);
      if (chain->left.fetch_sub(1) > 1) StartThread(Main, chain, "chain");
    }
  };
  Chain chain;
  REQUIRE(StartThread(Chain::Main, &chain, "chain"));
  CHECK(imnxport::test::Eventually([&] { return chain.run.load() == 20; }));
  CHECK(BecomesUnloadable());
}

TEST_CASE("DllCanUnloadNow asks every registered component to let its idle threads end") {
  static IdleThreads first{CountAsk, nullptr};
  static IdleThreads second{CountAsk, nullptr};
  static const bool once = [] {
    RegisterIdleThreads(&first);
    RegisterIdleThreads(&second);
    return true;
  }();
  REQUIRE(once);
  const int before = asked.load();
  CanUnloadModule();
  CHECK(asked.load() == before + 2);
}
