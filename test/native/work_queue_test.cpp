// WorkQueue: order, once for all news, and who keeps the item alive.
#include "com/work_queue.h"

#include <doctest/doctest.h>

#include <ostream>
#include <vector>

using namespace imnxport;

namespace {

struct Item final : WorkItem {
  explicit Item(int* destroyed = nullptr) : destroyed(destroyed) {}
  ~Item() override {
    if (destroyed) ++*destroyed;
  }
  void Work() noexcept override {}
  int* destroyed;
};

}  // namespace

TEST_CASE("a queue gives its items in the order in which they were pushed") {
  WorkQueue queue;
  std::vector<std::shared_ptr<Item>> items;
  for (int i = 0; i < 3; ++i) items.push_back(std::make_shared<Item>());
  CHECK(queue.EmptyLocked());
  for (const auto& item : items) CHECK(queue.PushLocked(*item));
  CHECK_FALSE(queue.EmptyLocked());
  for (const auto& item : items) CHECK(queue.PopLocked() == item);
  CHECK(queue.EmptyLocked());
  CHECK(queue.PopLocked() == nullptr);
  CHECK(queue.PushLocked(*items[1]));
  CHECK(queue.PopLocked() == items[1]);
}

TEST_CASE("an item that is queued already is not queued twice, and can be pushed again when it is out") {
  WorkQueue queue;
  const auto item = std::make_shared<Item>();
  CHECK(queue.PushLocked(*item));
  CHECK(WorkQueue::QueuedLocked(*item));
  CHECK_FALSE(queue.PushLocked(*item));
  CHECK(queue.PopLocked() == item);
  CHECK_FALSE(WorkQueue::QueuedLocked(*item));
  CHECK(queue.EmptyLocked());
  CHECK(queue.PushLocked(*item));
  CHECK(queue.PopLocked() == item);
}

TEST_CASE("an item lives while it is queued, and no longer") {
  WorkQueue queue;
  int destroyed = 0;
  auto item = std::make_shared<Item>(&destroyed);
  queue.PushLocked(*item);
  item.reset();
  CHECK(destroyed == 0);
  queue.PopLocked();
  CHECK(destroyed == 1);
}
