// The blocks between who pushes and who reads.
#include "stream/byte_queue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <string>

#include "support/pattern.h"

namespace imnxport {
namespace {

using test::Pattern;

struct Queue {
  bool Push(const std::string& bytes) {
    ByteQueue::Place place = queue.ReserveLocked(bytes.size());
    ByteQueue::Fill(place, bytes.data(), bytes.size());
    return queue.CommitLocked(place, bytes.size());
  }
  std::string Take(size_t size) {
    std::string bytes(size, '?');
    size_t got = 0;
    while (got < size && queue.Size() > 0) got += queue.TakePart(lock, bytes.data() + got, size - got);
    bytes.resize(got);
    return bytes;
  }

  std::mutex mutex;
  std::unique_lock<std::mutex> lock{mutex};
  ByteQueue queue;
  ByteQueue::Blocks dropped;
};

}  // namespace

TEST_CASE("bytes come out of the queue as they went in, whatever the sizes") {
  Queue q;
  const std::string all = Pattern(3'000'000);
  size_t pushed = 0;
  std::string out;
  for (size_t size = 1; out.size() < all.size(); size = size * 7 % 300'007 + 1) {
    const size_t bytes = std::min(size, all.size() - pushed);
    if (bytes > 0) CHECK(q.Push(all.substr(pushed, bytes)));
    pushed += bytes;
    CHECK(q.queue.Size() == pushed - out.size());
    out += q.Take(size * 5 % 200'003 + 1);
  }
  CHECK(out == all);
}

TEST_CASE("a queue of few bytes has a small block, and blocks are used again") {
  Queue q;
  ByteQueue::Place first = q.queue.ReserveLocked(10);
  ByteQueue::Fill(first, "0123456789", 10);
  REQUIRE(first.fresh.size() == 1);
  CHECK(first.fresh.front()->Capacity() == ByteQueue::kSmallest);
  CHECK(q.queue.CommitLocked(first, 10));

  const std::string block = Pattern(ByteQueue::kBlock);
  for (int i = 0; i < 4; ++i) CHECK(q.Push(block));
  while (q.queue.Size() > 0) q.Take(50'000);
  CHECK(q.queue.SpareLocked() >= 2 * ByteQueue::kBlock);
  CHECK(q.queue.SpareLocked() <= 4 * ByteQueue::kBlock);
  const size_t spare = q.queue.SpareLocked();
  CHECK(q.Push(block));
  CHECK(q.queue.SpareLocked() < spare);
}

TEST_CASE("no more blocks are kept than the bound, and fewer when they are trimmed") {
  Queue q;
  CHECK(q.Push(Pattern(3 * ByteQueue::kMaxSpare)));
  q.Take(3 * ByteQueue::kMaxSpare);
  CHECK(q.queue.SpareLocked() == ByteQueue::kMaxSpare);
  q.queue.TrimLocked(2 * ByteQueue::kBlock, &q.dropped);
  CHECK(q.queue.SpareLocked() == 2 * ByteQueue::kBlock);
  q.queue.TrimLocked(0, &q.dropped);
  CHECK(q.queue.SpareLocked() == 0);
}

TEST_CASE("what was reserved before the queue was emptied is not added") {
  Queue q;
  CHECK(q.Push("before"));
  ByteQueue::Place place = q.queue.ReserveLocked(5);
  q.queue.DropAllLocked(&q.dropped);
  q.dropped.clear();  // the place still holds its block
  ByteQueue::Fill(place, "after", 5);
  CHECK_FALSE(q.queue.CommitLocked(place, 5));
  CHECK(q.queue.Size() == 0);
  CHECK(q.Push("new"));
  CHECK(q.Take(10) == "new");
}

}  // namespace imnxport
