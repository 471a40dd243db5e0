// When progress is reported, and that the numbers add up. Time is an argument.
#include "transport/progress.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace imnxport;
using namespace std::chrono_literals;

namespace {

using Clock = Progress::Clock;
const Clock::time_point kStart = Clock::time_point() + 1h;
constexpr uint64_t kMany = 6'400'000;  // 1/64 of it is 100,000

Progress Begun(std::optional<uint64_t> total) {
  Progress progress;
  progress.Begin(total, kStart);
  return progress;
}

}  // namespace

TEST_CASE("behaviour 5.1: no report before 100 ms have gone by, however much was sent") {
  Progress progress = Begun(kMany);
  progress.Add(kMany / 2);
  CHECK_FALSE(progress.Due(false, kStart));
  CHECK_FALSE(progress.Due(false, kStart + 99ms));
  CHECK(progress.Due(false, kStart + 100ms));
  progress.Take(kStart + 100ms);
  progress.Add(kMany / 4);
  CHECK_FALSE(progress.Due(false, kStart + 199ms));
  CHECK(progress.Due(false, kStart + 200ms));
}

TEST_CASE("behaviour 5.1: no report before 1/64 of the total was sent, however long it takes") {
  Progress progress = Begun(kMany);
  progress.Add(99'999);
  CHECK_FALSE(progress.Due(false, kStart + 1h));
  progress.Add(1);
  CHECK(progress.Due(false, kStart + 1h));
  progress.Take(kStart + 1h);
  progress.Add(99'999);
  CHECK_FALSE(progress.Due(false, kStart + 2h));
}

TEST_CASE("behaviour 5.1: 1/64 of a total that is no multiple of 64 is not rounded down") {
  Progress progress = Begun(127);
  progress.Add(1);
  CHECK_FALSE(progress.Due(false, kStart + 1h));
  progress.Add(1);
  CHECK(progress.Due(false, kStart + 1h));
}

TEST_CASE("behaviour 5.1: without a total only time counts") {
  Progress progress = Begun(std::nullopt);
  progress.Add(1);
  CHECK_FALSE(progress.Due(false, kStart + 99ms));
  CHECK(progress.Due(false, kStart + 100ms));
}

TEST_CASE("behaviour 5.1: nothing new is nothing to report") {
  Progress progress = Begun(kMany);
  CHECK_FALSE(progress.Due(false, kStart + 1h));
  CHECK_FALSE(progress.Due(true, kStart + 1h));
  progress.Add(kMany);
  CHECK(progress.Due(true, kStart));
  progress.Take(kStart);
  CHECK_FALSE(progress.Due(true, kStart + 1h));
  CHECK_FALSE(progress.Due(false, kStart + 1h));
}

TEST_CASE("behaviour 5.1: one report at 100 % for an entity over 64 KiB, none for one up to it") {
  for (const bool known : {true, false}) {
    Progress small = Begun(known ? std::optional<uint64_t>(65536) : std::nullopt);
    small.Add(65536);
    CHECK_FALSE(small.Due(true, kStart));
    Progress large = Begun(known ? std::optional<uint64_t>(65537) : std::nullopt);
    large.Add(65537);
    CHECK(large.Due(true, kStart));
    const PostCounts counts = large.Take(kStart);
    CHECK(counts.sent == 65537);
    CHECK(counts.total == (known ? 65537 : IMNXPORT_UNKNOWN));
  }
}

TEST_CASE("a report says what was sent, of what, since when, and that only once") {
  Progress progress = Begun(kMany);
  progress.Add(300);
  progress.Add(33);
  PostCounts counts = progress.Take(kStart);
  CHECK(counts.sent == 333);
  CHECK(counts.total == kMany);
  CHECK(counts.increment == 333);
  CHECK_FALSE(counts.resent);
  progress.Add(7);
  counts = progress.Take(kStart);
  CHECK(counts.sent == 340);
  CHECK(counts.increment == 7);
  counts = progress.Take(kStart);
  CHECK(counts.sent == 340);
  CHECK(counts.increment == 0);
  CHECK(progress.Sent() == 340);
}

TEST_CASE("behaviour 6.1: after a restart the count begins again, and the next report says so once") {
  Progress progress = Begun(kMany);
  progress.Add(200'000);
  progress.Take(kStart);
  progress.Add(50);
  progress.Restart();
  CHECK(progress.Sent() == 0);
  CHECK_FALSE(progress.Due(false, kStart + 1h));
  progress.Add(10);
  PostCounts counts = progress.Take(kStart + 1h);
  CHECK(counts.resent);
  CHECK(counts.sent == 10);
  CHECK(counts.increment == 10);
  CHECK(counts.total == kMany);
  progress.Add(10);
  counts = progress.Take(kStart + 1h);
  CHECK_FALSE(counts.resent);
  CHECK(counts.sent == 20);
}

TEST_CASE("a restart is a re-send also of an entity of which nothing was counted yet") {
  Progress progress = Begun(0);
  progress.Restart();
  const PostCounts counts = progress.Take(kStart);
  CHECK(counts.resent);
  CHECK(counts.sent == 0);
  CHECK_FALSE(progress.Take(kStart).resent);
}

TEST_CASE("a re-send that nothing reports is still told with the last counts") {
  Progress progress = Begun(kMany);
  progress.Add(10);
  progress.Restart();
  const PostCounts counts = progress.Take(kStart);
  CHECK(counts.resent);
  CHECK(counts.sent == 0);
  CHECK(counts.increment == 0);
}

TEST_CASE("Begin forgets everything of the command before") {
  Progress progress = Begun(kMany);
  progress.Add(10);
  progress.Restart();
  progress.Add(10);
  progress.Begin(100, kStart);
  const PostCounts counts = progress.Take(kStart);
  CHECK(counts.sent == 0);
  CHECK(counts.increment == 0);
  CHECK(counts.total == 100);
  CHECK_FALSE(counts.resent);
}

TEST_CASE("counts beyond 32 bits are exact, and 1/64 of the largest total does not overflow") {
  Progress progress = Begun(uint64_t{INT64_MAX});
  progress.Add(uint64_t{1} << 40);
  CHECK_FALSE(progress.Due(false, kStart + 1h));
  progress.Add(uint64_t{1} << 57);
  CHECK(progress.Due(false, kStart + 1h));
  CHECK(progress.Take(kStart).sent == (uint64_t{1} << 40) + (uint64_t{1} << 57));
}

TEST_CASE(
    "behaviour 5.1: for any course of events increments sum to the current count, and reports keep their "
    "distance") {
  std::minstd_rand random(1);
  const auto up_to = [&](uint64_t limit) { return static_cast<uint64_t>(random()) % limit + 1; };
  for (int course = 0; course < 200; ++course) {
    const uint64_t total = up_to(course % 2 ? 10'000'000 : 5'000);
    Progress progress = Begun(total);
    Clock::time_point now = kStart, last = kStart;
    uint64_t summed = 0;
    bool restarted = false;
    while (progress.Sent() < total) {
      now += std::chrono::milliseconds(up_to(60));
      if (progress.Sent() > 0 && up_to(40) == 1) {
        progress.Restart();
        summed = 0;
        restarted = true;
      }
      progress.Add(std::min(up_to(total / 50 + 1), total - progress.Sent()));
      const bool whole = progress.Sent() == total;
      if (!progress.Due(whole, now)) continue;
      const PostCounts counts = progress.Take(now);
      summed += counts.increment;
      CHECK(summed == counts.sent);
      CHECK(counts.resent == restarted);
      if (!whole) {
        CHECK(now - last >= 100ms);
        CHECK(counts.increment >= total / 64);
      }
      restarted = false;
      last = now;
    }
    summed += progress.Take(now).increment;  // what the final response says
    CHECK(summed == total);
  }
}
