// The plan and its counts. Nothing here allocates: it is asked by the allocator.
#include "faults.h"

namespace torture {
namespace {

std::atomic<Fault> fault{Fault::kNone};
std::atomic<long> nth{0};
std::atomic<bool> onward{false};
std::atomic<long> made{0};
std::atomic<const char*> first_failed{nullptr};
std::atomic<long> live{0};
thread_local bool of_test = false;

}  // namespace

void Begin(const Plan& plan) {
  fault = Fault::kNone;
  made = 0;
  first_failed = nullptr;
  nth = plan.nth;
  onward = plan.onward;
  fault = plan.fault;
}

long Made() { return made; }
const char* FirstFailed() { return first_failed; }

bool Fails(Fault kind, const char* what) {
  if (of_test || fault != kind) return false;
  const long number = made.fetch_add(1) + 1;
  if (nth == 0 || (onward ? number < nth : number != nth)) return false;
  const char* none = nullptr;
  first_failed.compare_exchange_strong(none, what);
  return true;
}

long Live() { return live; }
void CountLive(long change) { live.fetch_add(change); }

OfTest::OfTest() : before_(of_test) { of_test = true; }
OfTest::~OfTest() { of_test = before_; }
OfLibrary::OfLibrary() : before_(of_test) { of_test = false; }
OfLibrary::~OfLibrary() { of_test = before_; }
bool IsOfTest() { return of_test; }

}  // namespace torture
