// Opening and reading a file with POSIX calls.
#define _FILE_OFFSET_BITS 64  // off_t has 64 bits on 32-bit systems too

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "com/hresult.h"
#include "stream/file_stream_os.h"

namespace imnxport {
namespace {

// Owns the file descriptor.
class PosixFile final : public OpenFile {
 public:
  PosixFile() noexcept = default;
  PosixFile(const PosixFile&) = delete;
  PosixFile& operator=(const PosixFile&) = delete;
  ~PosixFile() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  HRESULT Open(const char* path) noexcept {
    // O_NONBLOCK: a named pipe without a writer must not stop the caller; regular files do not heed it.
    do {
      descriptor_ = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    } while (descriptor_ < 0 && errno == EINTR);
    if (descriptor_ < 0) return errno == ENXIO ? kBadFileType : HResultFromErrno(errno);

    struct stat status;
    if (::fstat(descriptor_, &status) != 0) return HResultFromErrno(errno);
    if (S_ISDIR(status.st_mode)) return kIsDirectory;
    if (!S_ISREG(status.st_mode)) return kBadFileType;
    size_ = static_cast<uint64_t>(status.st_size);
    return S_OK;
  }

  uint64_t Size() const noexcept override { return size_; }

  HRESULT ReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) const noexcept override {
    ssize_t result;
    do {
      result = ::pread(descriptor_, to, size, static_cast<off_t>(offset));
    } while (result < 0 && errno == EINTR);
    *got = result > 0 ? static_cast<uint32_t>(result) : 0;
    return result < 0 ? HResultFromErrno(errno) : S_OK;
  }

  HRESULT TryReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) const noexcept override {
    return ReadFromMemory(descriptor_, offset, to, size, got);
  }

 private:
  int descriptor_ = -1;
  uint64_t size_ = 0;
};

}  // namespace

HRESULT OpenForReading(const char* utf8_path, std::shared_ptr<const OpenFile>* file) {
  auto opened = std::make_shared<PosixFile>();
  const HRESULT hr = opened->Open(utf8_path);
  if (SUCCEEDED(hr)) *file = std::move(opened);
  return hr;
}

}  // namespace imnxport
