// Block: a piece of memory with a part that is filled.
#include "stream/block.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>

using namespace imnxport;

TEST_CASE("a new block has no memory and no bytes") {
  const Block block;
  CHECK(block.Capacity() == 0);
  CHECK(block.Size() == 0);
  CHECK(block.Space() == 0);
}

TEST_CASE("an allocated block is empty and begins at a cache line") {
  Block block;
  for (const size_t size : {size_t{1}, size_t{1000}, size_t{256 * 1024}}) {
    REQUIRE(block.Allocate(size));
    CHECK(block.Capacity() == size);
    CHECK(block.Space() == size);
    CHECK(block.Size() == 0);
    CHECK(reinterpret_cast<uintptr_t>(block.WritePosition()) % 64 == 0);
    std::memset(block.WritePosition(), 'x', size);  // all of it is ours
  }
}

TEST_CASE("bytes come out in the order in which they went in, and Clear makes room again") {
  Block block;
  REQUIRE(block.Allocate(8));
  std::memcpy(block.WritePosition(), "abc", 3);
  block.Filled(3);
  std::memcpy(block.WritePosition(), "defgh", 5);
  block.Filled(5);
  CHECK(block.Space() == 0);
  CHECK(block.Size() == 8);
  CHECK(std::string(block.ReadPosition(), 2) == "ab");
  block.Taken(2);
  CHECK(std::string(block.ReadPosition(), block.Size()) == "cdefgh");
  block.Taken(6);
  CHECK(block.Size() == 0);
  block.Clear();
  CHECK(block.Space() == 8);
}

TEST_CASE("a block for which there is no memory is none") {
  Block block;
  CHECK_FALSE(block.Allocate(SIZE_MAX / 4));
  CHECK(block.Capacity() == 0);
  CHECK(block.Space() == 0);
}
