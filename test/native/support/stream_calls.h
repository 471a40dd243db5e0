// A stream's methods, as a test wants to call them.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "abi/imnxport_com.h"

namespace imnxport::test {

// Up to `size` bytes by one Read; `*hr` is what it answered.
inline std::string ReadOnce(IStream& stream, ULONG size, HRESULT* hr) {
  std::string text(size, '?');
  ULONG read = 12345;
  *hr = stream.Read(text.data(), size, &read);
  REQUIRE(read <= size);
  text.resize(read);
  return text;
}

// `*position`, which may be left out, is where the stream then says that it is.
inline HRESULT SeekTo(IStream& stream, LONGLONG move, DWORD origin, ULONGLONG* position = nullptr) {
  LARGE_INTEGER distance;
  distance.QuadPart = move;
  ULARGE_INTEGER where;
  where.QuadPart = 999;
  const HRESULT hr = stream.Seek(distance, origin, &where);
  if (position) *position = where.QuadPart;
  return hr;
}

}  // namespace imnxport::test
