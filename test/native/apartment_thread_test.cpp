// An apartment with a thread of its own.
#include "foreign/apartment_thread.h"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <ostream>  // for the values of a failing check
#include <thread>
#include <utility>
#include <vector>

#include "com/thread.h"
#include "foreign/question_desk.h"
#include "support/eventually.h"
#include "support/gate.h"
#include "support/work_item.h"

using namespace imnxport;
using namespace imnxport::test;

namespace {

// At the end its thread is gone.
struct Place {
  ~Place() {
    apartment->End();
    CHECK(Eventually(ReapIdleThreads));
  }
  const std::shared_ptr<Apartment> apartment = MakeApartmentThread();
};

}  // namespace

TEST_CASE("the thread comes with the first Start, and does what it is told in order") {
  Place place;
  std::vector<int> done;
  std::vector<std::thread::id> threads;
  place.apartment->Kick(*MakeItem([&] { done.push_back(0); }));  // nobody is there
  REQUIRE(place.apartment->Start());
  REQUIRE(place.apartment->Start());
  for (int i = 1; i <= 3; ++i) {
    place.apartment->Kick(*MakeItem([&, i] {
      done.push_back(i);
      threads.push_back(std::this_thread::get_id());
    }));
  }
  CHECK(RunAndWait(*place.apartment, [&] { CHECK(place.apartment->IsHere()); }));
  CHECK(done == std::vector<int>{1, 2, 3});
  CHECK(threads.front() == threads.back());
  CHECK(threads.front() != std::this_thread::get_id());
  CHECK(!place.apartment->IsHere());
}

TEST_CASE("RunAndWait on its own thread is a call") {
  Place place;
  int depth = 0;
  CHECK(RunAndWait(*place.apartment, [&] {
    CHECK(RunAndWait(*place.apartment, [&] { ++depth; }));
    ++depth;
  }));
  CHECK(depth == 2);
}

TEST_CASE("while it waits for something it goes on with other work") {
  Place place;
  std::atomic<bool> there{false};
  Gate waiting;
  REQUIRE(place.apartment->Start());
  std::atomic<bool> came{false};
  place.apartment->Kick(*MakeItem([&] {
    waiting.Open();
    came = place.apartment->WaitUntil([&] { return there.load(); });
  }));
  waiting.Pass();
  bool ran = false;
  CHECK(RunAndWait(*place.apartment, [&] { ran = true; }));
  CHECK(ran);
  CHECK(!came);
  there = true;
  place.apartment->Wake();
  CHECK(Eventually([&] { return came.load(); }));
}

TEST_CASE("what was kicked before End is done, then nothing more") {
  const auto apartment = MakeApartmentThread();
  REQUIRE(apartment->Start());
  std::atomic<int> done{0};
  Gate gate;
  apartment->Kick(*MakeItem([&] { gate.Pass(); }));
  REQUIRE(gate.AwaitArrival());
  apartment->Kick(*MakeItem([&] { ++done; }));
  apartment->End();
  gate.Open();
  CHECK(Eventually(ReapIdleThreads));
  CHECK(done == 1);
  CHECK(!apartment->Start());
  CHECK(!RunAndWait(*apartment, [&] { ++done; }));
  apartment->Kick(*MakeItem([&] { ++done; }));
  CHECK(done == 1);
}

TEST_CASE("an apartment that was never used leaves nothing behind") {
  const auto apartment = MakeApartmentThread();
  apartment->End();
  CHECK(!apartment->Start());
  CHECK(ReapIdleThreads());
}

TEST_CASE("all who ask the same are answered at once, and another question makes them moot") {
  QuestionDesk desk;
  const auto first = std::make_shared<ForeignQuestion>(QuestionKind::kIdle);
  const auto second = std::make_shared<ForeignQuestion>(QuestionKind::kIdle);
  const auto other = std::make_shared<ForeignQuestion>(QuestionKind::kLogon);
  CHECK(desk.Open(7, first));
  CHECK(!desk.Open(7, second));
  QuestionAnswer answer;
  answer.hr = S_OK;
  answer.idle_ms = 9;
  CHECK(!desk.Answer(QuestionKind::kLogon, 7, answer));
  CHECK(!desk.Answer(QuestionKind::kIdle, 8, answer));
  CHECK(desk.Answer(QuestionKind::kIdle, 7, answer));
  CHECK(!desk.Answer(QuestionKind::kIdle, 7, answer));
  CHECK(first->Get().idle_ms == 9);
  CHECK(second->Get().idle_ms == 9);
  CHECK(desk.Declined() == S_OK);

  const auto third = std::make_shared<ForeignQuestion>(QuestionKind::kIdle);
  CHECK(desk.Open(7, third));
  CHECK(desk.Open(7, other));
  CHECK(third->Answered());
  CHECK(third->Get().hr == S_OK);
  CHECK(desk.IsOpen());
  answer.hr = S_FALSE;
  CHECK(desk.Answer(QuestionKind::kLogon, 7, answer));
  CHECK(desk.Declined() == IXP_E_USER_CANCEL);
  desk.Reset();
  CHECK(desk.Declined() == S_OK);
  CHECK(!desk.Close(E_FAIL));
}
