// Waking the I/O thread, and what it does at the end of a turn.
#include "http/engine.h"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "support/gate.h"
#include "support/work_item.h"

using namespace imnxport;
using imnxport::test::Gate;
using imnxport::test::MakeItem;

namespace {

struct EngineUser {
  EngineUser() { REQUIRE(Engine::Get().Acquire()); }
  ~EngineUser() { Engine::Get().Release(); }
};

}  // namespace

TEST_CASE("engine: what was given quietly is done once the thread is woken, as is what others give") {
  const EngineUser user;
  Gate done;
  done.Open();
  const auto pass = [&done] { done.Pass(); };
  const auto first = MakeItem(pass);
  const auto second = MakeItem(pass);
  {
    const Engine::Quiet quiet;
    Engine::Get().Kick(*first);
    Engine::Get().Kick(*second);
  }
  Engine::Get().Wake();
  CHECK(done.AwaitArrival(2));
}

TEST_CASE(
    "engine: a kick that is not quiet wakes it for what was given quietly before, also for the same item") {
  const EngineUser user;
  Gate done;
  done.Open();
  const auto item = MakeItem([&done] { done.Pass(); });
  {
    const Engine::Quiet quiet;
    Engine::Get().Kick(*item);
  }
  Engine::Get().Kick(*item);
  CHECK(done.AwaitArrival());
}

TEST_CASE("engine: the end of a turn comes after all that was kicked, once for any number of wishes") {
  const EngineUser user;
  Gate ended;
  ended.Open();
  std::vector<int> order;  // the I/O thread's until the gate
  const auto last = MakeItem([&] {
    order.push_back(3);
    ended.Pass();
  });
  const auto second = MakeItem([&] {
    order.push_back(2);
    CHECK(Engine::Get().AtEndOfTurn(*last));
  });
  const auto first = MakeItem([&] {
    order.push_back(1);
    CHECK(Engine::Get().AtEndOfTurn(*last));
    Engine::Get().Kick(*second);
  });
  Engine::Get().Kick(*first);
  REQUIRE(ended.AwaitArrival());
  CHECK(order == std::vector<int>{1, 2, 3});
  CHECK_FALSE(Engine::Get().AtEndOfTurn(*last));
  CHECK(ended.Arrived() == 1);
}
