// Which pool, and for how long.
#include "http/connection_pools.h"

#include <algorithm>
#include <new>
#include <utility>

namespace imnxport {

CURLSH* ConnectionPools::Join() noexcept {
  const auto room = std::find_if(pools_.begin(), pools_.end(),
                                 [](const Pool& pool) { return pool.transfers < kTransfers; });
  if (room != pools_.end()) {
    ++room->transfers;
    return room->share.get();
  }
  Pool pool;
  pool.share.reset(curl_share_init());
  if (!pool.share) return nullptr;
  if (curl_share_setopt(pool.share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT) != CURLSHE_OK)
    return nullptr;
  pool.transfers = 1;
  try {
    pools_.push_back(std::move(pool));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
  return pools_.back().share.get();
}

void ConnectionPools::Leave(CURLSH* pool) noexcept {
  const auto left = std::find_if(pools_.begin(), pools_.end(),
                                 [pool](const Pool& each) { return each.share.get() == pool; });
  if (left == pools_.end()) return;
  if (--left->transfers == 0) left->left = Clock::now();
}

// The first one stays: it is what the next post looks into, and libcurl looks after it then.
void ConnectionPools::DropIdle(Clock::time_point now) noexcept {
  if (pools_.size() < 2) return;
  const auto idle = [now](const Pool& pool) { return pool.transfers == 0 && now - pool.left >= kIdle; };
  pools_.erase(std::remove_if(pools_.begin() + 1, pools_.end(), idle), pools_.end());
}

}  // namespace imnxport
