// Counts the references that the code under test holds on an object of a test.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <ostream>  // for the values of a failing check
#include <thread>

#include "abi/imnxport.h"

namespace imnxport::test {

// `Object` derives from ComObject. The object lives on the test's stack: it counts, but never deletes itself.
template <class Object>
class Counted : public Object {
 public:
  ~Counted() override { CHECK(Taken() == 0); }

  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return static_cast<ULONG>(taken_.fetch_add(1)) + 2; }

  ULONG STDMETHODCALLTYPE Release() noexcept override {
    {
      std::lock_guard<std::mutex> lock(release_mutex_);
      released_on_ = std::this_thread::get_id();
    }
    return static_cast<ULONG>(
        taken_.fetch_sub(1));  // the last access: a test that sees 0 may destroy the object
  }

  // References that others hold now.
  int Taken() const { return taken_.load(); }

  // Who gave the latest reference back.
  std::thread::id ReleasedOn() const {
    std::lock_guard<std::mutex> lock(release_mutex_);
    return released_on_;
  }

 private:
  std::atomic<int> taken_{0};
  mutable std::mutex release_mutex_;
  std::thread::id released_on_;
};

}  // namespace imnxport::test
