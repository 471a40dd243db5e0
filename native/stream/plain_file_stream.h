// A file stream that is read on a stream thread, where no file can be read without waiting.
#pragma once

#include <new>

#include "stream/file_bytes.h"

namespace imnxport {

class PlainFileStream final : public FileBytes<> {
 public:
  using FileBytes::FileBytes;

 private:
  SeekableStream* NewOnSameBytes() noexcept override {
    return new (std::nothrow) PlainFileStream(File(), Start(), End());
  }
};

}  // namespace imnxport
