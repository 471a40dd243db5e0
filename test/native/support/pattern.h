// What tests post, read and compare.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace imnxport::test {

// Bytes that tell where they stand, so that a piece that is lost, doubled or moved is seen.
inline std::string Pattern(size_t size) {
  std::string bytes(size, '\0');
  uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

}  // namespace imnxport::test
