// Objects that are made at their first use and never destroyed.
#include "com/process_object.h"

#include <doctest/doctest.h>

#include <ostream>
#include <vector>

using namespace imnxport;

TEST_CASE("whoever asks first makes it, once, and everybody gets the same") {
  static ProcessObject<std::atomic<int>> object;
  std::atomic<int> made{0};
  std::atomic<bool> go{false};
  std::vector<std::thread> threads;
  std::vector<std::atomic<int>*> found(8);
  for (size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&, i] {
      while (!go) std::this_thread::yield();
      found[i] = &object.Get([&](void* storage) { new (storage) std::atomic<int>(++made); });
    });
  }
  go = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(made == 1);
  for (const auto* one : found) CHECK(one == found[0]);
  CHECK(*found[0] == 1);
}
