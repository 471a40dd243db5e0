// One question to the system's proxy settings, asked on a thread that may wait for the answer.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "com/work_queue.h"
#include "http/system_proxy.h"

namespace imnxport {

// Made and asked on the I/O thread; it may outlive whoever asked.
class ProxyLookup final : public WorkItem {
 public:
  // `asker` is kicked on the I/O thread when there is an answer. May throw std::bad_alloc.
  ProxyLookup(std::shared_ptr<SystemProxy> system, std::string url, std::weak_ptr<WorkItem> asker)
      : system_(std::move(system)), url_(std::move(url)), asker_(std::move(asker)) {}

  // False: the system has no thread to give.
  bool Start() noexcept;

  // The answer, once; empty: not yet.
  std::optional<ProxyAnswer> Take() noexcept;

  // Nobody wants the answer any more. A look-up that has begun runs to its end, for nobody.
  void Abandon() noexcept { abandoned_ = true; }

  void Work() noexcept override;  // on a thread of its own kind

 private:
  const std::shared_ptr<SystemProxy> system_;
  const std::string url_;
  const std::weak_ptr<WorkItem> asker_;
  std::atomic<bool> abandoned_{false};
  std::mutex mutex_;
  std::optional<ProxyAnswer> answer_;  // guarded by mutex_
};

}  // namespace imnxport
