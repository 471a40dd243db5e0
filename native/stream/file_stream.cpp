// The stream over a file; the system's calls are in file_stream_posix.cpp and file_stream_win.cpp.
#include "stream/file_stream.h"

#include <new>

#include "com/hresult.h"
#include "stream/file_stream_os.h"
#include "stream/seekable_stream.h"

namespace imnxport {
namespace {

using File = std::shared_ptr<const OpenFile>;

class FileStream final : public SeekableStream<> {
 public:
  FileStream(File file, uint64_t start, uint64_t end) noexcept
      : SeekableStream(end - start), file_(std::move(file)), start_(start) {}

 private:
  HRESULT ReadAt(uint64_t position, void* to, ULONG size, ULONG* got) noexcept override {
    uint32_t read = 0;
    const HRESULT hr = file_->ReadAt(start_ + position, to, size, &read);
    *got = read;
    return hr;
  }

  SeekableStream* NewOnSameBytes() noexcept override {
    return new (std::nothrow) FileStream(file_, start_, start_ + Size());
  }

  const File file_;
  const uint64_t start_;
};

HRESULT Make(const char* utf8_path, uint64_t start, uint64_t end, IStream** stream) {
  File file;
  const HRESULT hr = OpenForReading(utf8_path, &file);
  if (FAILED(hr)) return hr;
  const uint64_t size = file->Size();
  if (end == kToEndOfFile) end = size;
  if (start > size || end > size) return kEndOfFile;
  *stream = new FileStream(std::move(file), start, end);
  return S_OK;
}

}  // namespace

HRESULT MakeFileStream(const char* utf8_path, uint64_t start, uint64_t end, IStream** stream) noexcept {
  if (!stream) return E_POINTER;
  *stream = nullptr;
  if (!utf8_path || start > end) return E_INVALIDARG;
  try {
    return Make(utf8_path, start, end, stream);
  } catch (...) {
    return HResultFromException();
  }
}

}  // namespace imnxport
