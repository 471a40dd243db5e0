// BlockRing: what was read comes out in order, at once, and a bounded part of it waits.
#include "stream/block_ring.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>

#include "support/body_driver.h"

using namespace imnxport;
using imnxport::test::Pattern;

namespace {

constexpr size_t kBlock = 100;

// Reads from `bytes` into the ring, at most `max`; how many.
size_t Fill(BlockRing& ring, std::string_view bytes, size_t max) {
  Block* block = ring.Filling(kBlock);
  REQUIRE(block);
  const size_t size = std::min({block->Space(), bytes.size(), max});
  std::memcpy(block->WritePosition(), bytes.data(), size);
  block->Filled(size);
  return size;
}

size_t FillAll(BlockRing& ring, std::string_view bytes) {
  size_t filled = 0;
  while (ring.HasRoom() && filled < bytes.size()) filled += Fill(ring, bytes.substr(filled), SIZE_MAX);
  return filled;
}

std::string Take(BlockRing& ring, size_t max) {
  std::string bytes(max, '\0');
  bytes.resize(ring.Take(bytes.data(), max));
  return bytes;
}

std::string TakeAll(BlockRing& ring) {
  std::string bytes, piece;
  while (!(piece = Take(ring, 64)).empty()) bytes += piece;
  return bytes;
}

}  // namespace

TEST_CASE("an empty ring has room and nothing to take") {
  BlockRing ring;
  CHECK(ring.HasRoom());
  CHECK(Take(ring, 10) == "");
}

TEST_CASE("what was read can be taken at once, also from the block that is still being filled") {
  BlockRing ring;
  Fill(ring, "abc", 3);
  CHECK(Take(ring, 2) == "ab");
  CHECK(Take(ring, 2) == "c");
  CHECK(Take(ring, 2) == "");
  Fill(ring, "def", 3);
  CHECK(Take(ring, 10) == "def");
}

TEST_CASE("a ring is full after a few blocks, and has room again when one was taken") {
  const std::string bytes = Pattern(1000);
  BlockRing ring;
  const size_t full = FillAll(ring, bytes);
  CHECK(full == 3 * kBlock);
  CHECK_FALSE(ring.HasRoom());
  CHECK(Take(ring, kBlock - 1) == bytes.substr(0, kBlock - 1));
  CHECK_FALSE(ring.HasRoom());
  CHECK(Take(ring, kBlock) == bytes.substr(kBlock - 1, 1));
  CHECK(ring.HasRoom());
  CHECK(FillAll(ring, std::string_view(bytes).substr(full)) == kBlock);
  CHECK(TakeAll(ring) == bytes.substr(kBlock, 3 * kBlock));
}

TEST_CASE("a cleared ring begins anew with nothing in it, wherever it stood") {
  const std::string bytes = Pattern(1000);
  for (const size_t before : {size_t{0}, size_t{1}, size_t{99}, size_t{100}, size_t{250}, size_t{300}}) {
    BlockRing ring;
    Fill(ring, bytes, 50);
    Take(ring, 50);
    FillAll(ring, std::string_view(bytes).substr(0, before));
    ring.Clear();
    CHECK(Take(ring, 10) == "");
    CHECK(FillAll(ring, bytes) == 3 * kBlock);
    CHECK(TakeAll(ring) == bytes.substr(0, 3 * kBlock));
  }
}

TEST_CASE("for any course of filling and taking the bytes come out as they went in") {
  std::minstd_rand random(3);
  const std::string bytes = Pattern(100'000);
  BlockRing ring;
  size_t filled = 0;
  std::string out;
  while (out.size() < bytes.size()) {
    if (random() % 2 && ring.HasRoom())
      filled += Fill(ring, std::string_view(bytes).substr(filled), random() % 120);
    if (random() % 2) out += Take(ring, random() % 120 + 1);
    if (filled - out.size() > 3 * kBlock) FAIL("more waits than a few blocks");
  }
  CHECK(out == bytes);
}

TEST_CASE("without memory there is no block to fill, and the ring is as before") {
  BlockRing ring;
  CHECK(ring.Filling(SIZE_MAX / 4) == nullptr);
  CHECK(Take(ring, 10) == "");
  CHECK(ring.HasRoom());
  Fill(ring, "abc", 3);
  CHECK(Take(ring, 10) == "abc");
}
