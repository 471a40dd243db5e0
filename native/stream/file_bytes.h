// The IStream over a range of an open file.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "stream/file_stream_os.h"
#include "stream/seekable_stream.h"

namespace imnxport {

// Base of the file streams. Clones share the open file.
template <class... Others>
class FileBytes : public SeekableStream<Others...> {
 public:
  FileBytes(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end) noexcept
      : SeekableStream<Others...>(end - start), file_(std::move(file)), start_(start) {}

 protected:
  const std::shared_ptr<const OpenFile>& File() const noexcept { return file_; }
  uint64_t Start() const noexcept { return start_; }
  uint64_t End() const noexcept { return start_ + this->Size(); }

 private:
  HRESULT ReadAt(uint64_t position, void* to, ULONG size, ULONG* got) noexcept final {
    uint32_t read = 0;
    const HRESULT hr = file_->ReadAt(start_ + position, to, size, &read);
    *got = read;
    return hr;
  }

  const std::shared_ptr<const OpenFile> file_;
  const uint64_t start_;
};

}  // namespace imnxport
