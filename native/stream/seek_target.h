// Where a Seek goes to.
#pragma once

#include <cstdint>

#include "abi/imnxport.h"

namespace imnxport {

// Adds `move` to `from`. STG_E_INVALIDFUNCTION when that lies before the beginning, or beyond 2^64; then
// *target is left alone. Past the end is allowed: there is nothing to read there. Source: the public
// documentation of IStream::Seek.
inline HRESULT SeekTarget(uint64_t from, LARGE_INTEGER move, uint64_t* target) noexcept {
  const uint64_t distance = static_cast<uint64_t>(move.QuadPart);  // modulo 2^64, so adding it goes back too
  const uint64_t sum = from + distance;
  if (move.QuadPart < 0 ? sum > from : sum < from) return STG_E_INVALIDFUNCTION;
  *target = sum;
  return S_OK;
}

}  // namespace imnxport
