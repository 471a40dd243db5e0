// Opening and reading a file with Win32 calls.
#include <windows.h>

#include <string>
#include <utility>

#include "stream/file_stream_os.h"
#include "stream/plain_file_stream.h"

namespace imnxport {
namespace {

HRESULT LastError() noexcept {
  const DWORD error = ::GetLastError();
  return error != ERROR_SUCCESS ? HRESULT_FROM_WIN32(error) : E_FAIL;
}

// Windows says "access denied" of a directory.
HRESULT WhyNotOpened(const wchar_t* path) noexcept {
  const HRESULT hr = LastError();
  const DWORD attributes = ::GetFileAttributesW(path);
  const bool directory =
      attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
  return directory ? kIsDirectory : hr;
}

// Empty: it is not UTF-8 (or empty), which no file name is.
std::wstring ToUtf16(const char* utf8) {
  const int length = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, nullptr, 0);
  if (length <= 0) return {};
  std::wstring wide(static_cast<size_t>(length), L'\0');
  ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, wide.data(), length);
  wide.resize(static_cast<size_t>(length) - 1);  // without the terminator that was counted
  return wide;
}

// Owns the file handle.
class WinFile final : public OpenFile {
 public:
  WinFile() noexcept = default;
  WinFile(const WinFile&) = delete;
  WinFile& operator=(const WinFile&) = delete;
  ~WinFile() override {
    if (handle_ != INVALID_HANDLE_VALUE) ::CloseHandle(handle_);
  }

  HRESULT Open(const wchar_t* path) noexcept {
    // Others may go on using the file, even rename or delete it, as on other systems.
    constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    handle_ = ::CreateFileW(path, GENERIC_READ, kShareAll, nullptr, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN,
                            nullptr);
    if (handle_ == INVALID_HANDLE_VALUE) return WhyNotOpened(path);
    if (::GetFileType(handle_) != FILE_TYPE_DISK) return kBadFileType;
    LARGE_INTEGER size;
    if (!::GetFileSizeEx(handle_, &size)) return LastError();
    size_ = static_cast<uint64_t>(size.QuadPart);
    return S_OK;
  }

  uint64_t Size() const noexcept override { return size_; }

  HRESULT ReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) const noexcept override {
    OVERLAPPED where = {};  // the handle is synchronous: this only carries the offset
    where.Offset = static_cast<DWORD>(offset);
    where.OffsetHigh = static_cast<DWORD>(offset >> 32);
    DWORD read = 0;
    const bool ok = ::ReadFile(handle_, to, size, &read, &where) || ::GetLastError() == ERROR_HANDLE_EOF;
    *got = ok ? read : 0;
    return ok ? S_OK : LastError();
  }

 private:
  HANDLE handle_ = INVALID_HANDLE_VALUE;
  uint64_t size_ = 0;
};

}  // namespace

HRESULT OpenForReading(const char* utf8_path, std::shared_ptr<const OpenFile>* file) {
  const std::wstring path = ToUtf16(utf8_path);
  if (path.empty()) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
  auto opened = std::make_shared<WinFile>();
  const HRESULT hr = opened->Open(path.c_str());
  if (SUCCEEDED(hr)) *file = std::move(opened);
  return hr;
}

// Files are read on stream threads.
IStream* NewFileStream(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end) {
  return new PlainFileStream(std::move(file), start, end);
}

}  // namespace imnxport
