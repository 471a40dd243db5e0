// What every fuzz target has: its input piece by piece, and properties that have to hold.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Ends the run, as a crash does: libFuzzer keeps the input.
#define HOLDS(property)                                                                  \
  do {                                                                                   \
    if (!(property)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property); \
      std::abort();                                                                      \
    }                                                                                    \
  } while (0)

namespace fuzz {

// Text of at most `most` bytes without NUL, as char* brings it.
inline std::string Text(FuzzedDataProvider& input, size_t most) {
  const std::string text = input.ConsumeRandomLengthString(most);
  return text.substr(0, text.find('\0'));
}

inline std::string Rest(FuzzedDataProvider& input) { return input.ConsumeRemainingBytesAsString(); }

inline bool HasControls(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  }
  return false;
}

}  // namespace fuzz
