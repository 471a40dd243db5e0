// The part of the file stream that each operating system does its own way.
#pragma once

#include <cstdint>
#include <memory>

#include "abi/imnxport.h"

namespace imnxport {

// HRESULTs of conditions that we find ourselves (learn.microsoft.com, "System Error Codes").
constexpr HRESULT kIsDirectory = static_cast<HRESULT>(0x8007010Bu);  // ERROR_DIRECTORY
constexpr HRESULT kEndOfFile = static_cast<HRESULT>(0x80070026u);    // ERROR_HANDLE_EOF
constexpr HRESULT kBadFileType = static_cast<HRESULT>(0x800700DEu);  // ERROR_BAD_FILE_TYPE

// A regular file, open for reading; it is closed with the object.
class OpenFile {
 public:
  virtual ~OpenFile() = default;

  // Its size when it was opened, in bytes.
  virtual uint64_t Size() const noexcept = 0;

  // Reads up to `size` bytes from `offset`, without a file pointer: any number of threads at a time. *got is
  // 0 only at the end of the file.
  virtual HRESULT ReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) const noexcept = 0;

  // The same with what the system has in memory, and never waits for a disk. E_PENDING: it would have to.
  // E_NOTIMPL, or another failure: this file cannot be read so.
  virtual HRESULT TryReadAt(uint64_t, void*, uint32_t, uint32_t* got) const noexcept {
    *got = 0;
    return E_NOTIMPL;
  }
};

// Opens; everything but a regular file is refused. The HRESULTs of MakeFileStream. May throw std::bad_alloc.
HRESULT OpenForReading(const char* utf8_path, std::shared_ptr<const OpenFile>* file);

// TryReadAt of a file descriptor.
HRESULT ReadFromMemory(int descriptor, uint64_t offset, void* to, uint32_t size, uint32_t* got) noexcept;

// The stream over the bytes [start, end) of the file, with one reference: where files can be read without
// waiting it has IImnxportAsyncStream. May throw std::bad_alloc.
IStream* NewFileStream(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end);

}  // namespace imnxport
