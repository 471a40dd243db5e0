// Which pool a transfer gets its connection from.
#include "http/connection_pools.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

using imnxport::ConnectionPools;

namespace {

constexpr int kInOne = 32;

std::vector<CURLSH*> Join(ConnectionPools& pools, int count) {
  std::vector<CURLSH*> joined;
  for (int i = 0; i < count; ++i) joined.push_back(pools.Join());
  return joined;
}

size_t Different(const std::vector<CURLSH*>& pools) {
  return std::set<CURLSH*>(pools.begin(), pools.end()).size();
}

}  // namespace

TEST_CASE("connection pools: each carries some transfers, and the first one with room is taken") {
  ConnectionPools pools;
  const auto joined = Join(pools, 3 * kInOne);
  CHECK(Different(joined) == 3);
  CHECK(Different({joined.begin(), joined.begin() + kInOne}) == 1);
  pools.Leave(joined[0]);
  pools.Leave(joined[kInOne]);
  CHECK(pools.Join() == joined[0]);
  CHECK(pools.Join() == joined[kInOne]);
  for (CURLSH* pool : joined) pools.Leave(pool);
}

TEST_CASE("connection pools: who posts one after another always meets the same one") {
  ConnectionPools pools;
  CURLSH* const first = pools.Join();
  REQUIRE(first);
  for (int i = 0; i < 100; ++i) {
    pools.Leave(first);
    CHECK(pools.Join() == first);
  }
  pools.Leave(first);
}

TEST_CASE("connection pools: those that are idle for long go, but the first one") {
  ConnectionPools pools;
  const auto joined = Join(pools, 2 * kInOne);
  const auto now = ConnectionPools::Clock::now();
  const auto later = now + std::chrono::minutes(5);
  for (CURLSH* pool : joined) pools.Leave(pool);
  CHECK(pools.Size() == 2);
  pools.DropIdle(now);
  CHECK(pools.Size() == 2);
  pools.DropIdle(later);
  CHECK(pools.Size() == 1);
  CHECK(pools.Join() == joined[0]);
  pools.DropIdle(later);
  CHECK(pools.Size() == 1);
  pools.Leave(joined[0]);
}

TEST_CASE(
    "connection pools: one that carries a transfer does not go, and nobody leaves what he has not joined") {
  ConnectionPools pools;
  const auto joined = Join(pools, kInOne + 1);
  pools.DropIdle(ConnectionPools::Clock::now() + std::chrono::minutes(5));
  CHECK(pools.Size() == 2);
  pools.Leave(nullptr);
  CHECK(pools.Join() == joined.back());
  for (CURLSH* pool : joined) pools.Leave(pool);
  pools.Leave(joined.back());
}
