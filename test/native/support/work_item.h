// Work for a thread or a loop that is a function.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "com/work_queue.h"

namespace imnxport::test {

class FunctionItem final : public WorkItem {
 public:
  explicit FunctionItem(std::function<void()> work) : work_(std::move(work)) {}
  void Work() noexcept override { work_(); }

 private:
  const std::function<void()> work_;
};

inline std::shared_ptr<FunctionItem> MakeItem(std::function<void()> work) {
  return std::make_shared<FunctionItem>(std::move(work));
}

}  // namespace imnxport::test
