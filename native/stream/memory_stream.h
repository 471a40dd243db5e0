// An IStream over bytes in memory.
#pragma once

#include <cstdint>
#include <vector>

#include "abi/imnxport.h"
#include "com/com_ptr.h"

namespace imnxport {

// A read-only stream that owns `bytes`: all of IStream, and IImnxportAsyncStream, so that the core reads it
// without occupying a thread; it is never pending and can always be rewound. Clones share the bytes.
// Null: no memory. Any thread may make one, and any thread may call it.
ComPtr<IStream> MakeMemoryStream(std::vector<uint8_t> bytes) noexcept;

}  // namespace imnxport
