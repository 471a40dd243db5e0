// The stream over a file: what may be opened. The system's calls are in file_stream_posix.cpp and
// file_stream_win.cpp.
#include "stream/file_stream.h"

#include <utility>

#include "com/hresult.h"
#include "stream/file_stream_os.h"

namespace imnxport {
namespace {

HRESULT Make(const char* utf8_path, uint64_t start, uint64_t end, IStream** stream) {
  std::shared_ptr<const OpenFile> file;
  const HRESULT hr = OpenForReading(utf8_path, &file);
  if (FAILED(hr)) return hr;
  const uint64_t size = file->Size();
  if (end == kToEndOfFile) end = size;
  if (start > size || end > size) return kEndOfFile;
  *stream = NewFileStream(std::move(file), start, end);
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
