// macOS, and whatever else is no Linux, reads files on stream threads.
#include <utility>

#include "stream/plain_file_stream.h"

namespace imnxport {

HRESULT ReadFromMemory(int, uint64_t, void*, uint32_t, uint32_t* got) noexcept {
  *got = 0;
  return E_NOTIMPL;
}

IStream* NewFileStream(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end) {
  return new PlainFileStream(std::move(file), start, end);
}

}  // namespace imnxport
