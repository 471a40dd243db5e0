// A signal, and who waits for it.
#include "com/signal.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <thread>

using imnxport::Signal;

TEST_CASE("a signal that is set is not waited for, any number of times") {
  Signal signal;
  REQUIRE(signal.Prepare() == S_OK);
  signal.Set();
  signal.Set();
  CHECK(signal.Wait(0) == S_OK);
  CHECK(signal.Wait(Signal::kForever) == S_OK);
  signal.Block();
}

// The time is what is tested: it passes whatever else happens.
TEST_CASE("a signal that is not set within the time is S_FALSE, and can be waited for again") {
  Signal signal;
  REQUIRE(signal.Prepare() == S_OK);
  CHECK(signal.Wait(0) == S_FALSE);
  CHECK(signal.Wait(2) == S_FALSE);
  signal.Set();
  CHECK(signal.Wait(0) == S_OK);
}

TEST_CASE("another thread ends a wait") {
  for (const bool blocks : {false, true}) {
    Signal signal;
    REQUIRE(signal.Prepare() == S_OK);
    std::thread other([&signal] { signal.Set(); });
    if (blocks)
      signal.Block();
    else
      CHECK(signal.Wait(Signal::kForever) == S_OK);
    other.join();
  }
}

TEST_CASE("a signal that was never prepared can be destroyed") { const Signal signal; }
