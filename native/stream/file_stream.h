// An IStream over a file, or a range of one.
#pragma once

#include <cstdint>

#include "abi/imnxport.h"

namespace imnxport {

// `end` of MakeFileStream: to the end of the file.
constexpr uint64_t kToEndOfFile = UINT64_MAX;

// Opens the file and gives a read-only stream over its bytes [start, end). All of IStream, 64-bit offsets;
// it may block in Read as files do. Its size is fixed when it is made: bytes that are appended later do not
// belong to it, and in a file that shrinks it ends early. Clones share the open file, which is closed with
// the last of them.
//
// S_OK; E_INVALIDARG for NULL or start > end; E_OUTOFMEMORY; else a system error by its Windows number on
// every system (HRESULT_FROM_WIN32): ERROR_HANDLE_EOF when the range goes beyond the end of the file,
// ERROR_DIRECTORY for a directory, ERROR_BAD_FILE_TYPE for what has no fixed size (a pipe, a socket, a
// device). Any thread; opening never waits for a writer of a pipe. Any thread may call the stream; calls that
// come at the same time wait for each other.
HRESULT MakeFileStream(const char* utf8_path, uint64_t start, uint64_t end, IStream** stream) noexcept;

}  // namespace imnxport
