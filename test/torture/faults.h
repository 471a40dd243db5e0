// Which allocation or system call fails: the N-th that the library makes, alone or with all after it.
#pragma once

#include <atomic>

namespace torture {

enum class Fault { kNone, kMemory, kSystemCall };

struct Plan {
  Fault fault = Fault::kNone;
  long nth = 0;         // counted from 1
  bool onward = false;  // all later ones fail as well
};

// From now on the plan holds, and counting begins anew.
void Begin(const Plan& plan);
// How many of the plan's kind the library has made since; of those that fail only the first is named.
long Made();
const char* FirstFailed();

// Whether this one is to fail; `what` is its name, a literal.
bool Fails(Fault fault, const char* what);

// Allocations that are not freed, whosever they are.
long Live();
void CountLive(long change);

// While one exists the thread works for the test: nothing of it fails or is counted. Threads that are started
// meanwhile belong to the test for good.
class OfTest {
 public:
  OfTest();
  ~OfTest();
  OfTest(const OfTest&) = delete;
  OfTest& operator=(const OfTest&) = delete;

 private:
  const bool before_;
};

// The reverse, inside it: a call into the library.
class OfLibrary {
 public:
  OfLibrary();
  ~OfLibrary();
  OfLibrary(const OfLibrary&) = delete;
  OfLibrary& operator=(const OfLibrary&) = delete;

 private:
  const bool before_;
};

bool IsOfTest();

}  // namespace torture
