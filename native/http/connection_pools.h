// The connections, in groups that are small enough to be looked through.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace imnxport {

// For each transfer libcurl goes through all connections to the host, those in use as well: with 2,000 in
// flight that is two thirds of what a post costs. Here each pool carries a few transfers at a time, and the
// first one with room is taken, so that who posts one after another always meets the same connections. I/O
// thread.
class ConnectionPools {
 public:
  using Clock = std::chrono::steady_clock;

  // A pool for one transfer more. Null: no memory; the transfer then uses the multi handle's own.
  CURLSH* Join() noexcept;
  void Leave(CURLSH* pool) noexcept;

  // Closes the connections of those that have carried nothing for a while; libcurl itself looks after
  // connections only where it is asked for one.
  void DropIdle(Clock::time_point now) noexcept;
  size_t Size() const noexcept { return pools_.size(); }

  // No transfer may use any.
  void Clear() noexcept { pools_.clear(); }

 private:
  static constexpr size_t kTransfers = 32;  // at a time, in each
  static constexpr std::chrono::seconds kIdle{60};

  struct ShareFree {
    void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
  };
  struct Pool {
    std::unique_ptr<CURLSH, ShareFree> share;
    size_t transfers = 0;
    Clock::time_point left{};  // when the last one left
  };

  std::vector<Pool> pools_;
};

}  // namespace imnxport
