// Reading a file without waiting for a disk, as Linux can.
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "com/hresult.h"
#include "stream/async_file_stream.h"
#include "stream/file_stream_os.h"

namespace imnxport {

// preadv2(2), as a system call: not every C library has it. Its offset comes in two longs; where the first
// one holds all of it, the kernel shifts the second one out.
HRESULT ReadFromMemory(int descriptor, uint64_t offset, void* to, uint32_t size, uint32_t* got) noexcept {
  constexpr int kNoWait = 8;  // RWF_NOWAIT of linux/fs.h
  iovec piece{to, size};
  long result;
  do {
    result = ::syscall(SYS_preadv2, descriptor, &piece, 1ul, static_cast<unsigned long>(offset),
                       static_cast<unsigned long>(offset >> 32), kNoWait);
  } while (result < 0 && errno == EINTR);
  *got = result > 0 ? static_cast<uint32_t>(result) : 0;
  if (result >= 0) return S_OK;
  return errno == EAGAIN ? E_PENDING : HResultFromErrno(errno);
}

IStream* NewFileStream(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end) {
  return new AsyncFileStream(std::move(file), start, end);
}

}  // namespace imnxport
