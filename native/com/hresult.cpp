// HRESULTs from errno and from exceptions.
#include "com/hresult.h"

#include <cerrno>
#include <new>

namespace imnxport {
namespace {

// The system error codes of Windows (learn.microsoft.com, "System Error Codes") for errno values.
constexpr struct {
  int error;
  unsigned win32;
} kErrors[] = {
    {ENOENT, 2},                                   // ERROR_FILE_NOT_FOUND
    {ENOTDIR, 3},                                  // ERROR_PATH_NOT_FOUND
    {EMFILE, 4},                                   // ERROR_TOO_MANY_OPEN_FILES
    {ENFILE, 4},         {EACCES, 5},              // ERROR_ACCESS_DENIED
    {EPERM, 5},          {EISDIR, 5}, {EBADF, 6},  // ERROR_INVALID_HANDLE
    {ENOMEM, 14},                                  // ERROR_OUTOFMEMORY
    {EROFS, 19},                                   // ERROR_WRITE_PROTECT
    {EIO, 1117},                                   // ERROR_IO_DEVICE
    {EBUSY, 170},                                  // ERROR_BUSY
    {EEXIST, 80},                                  // ERROR_FILE_EXISTS
    {EINVAL, 87},                                  // ERROR_INVALID_PARAMETER
    {ENOSPC, 112},                                 // ERROR_DISK_FULL
    {ESPIPE, 25},                                  // ERROR_SEEK
    {ENAMETOOLONG, 206},                           // ERROR_FILENAME_EXCED_RANGE
    {EFBIG, 223},                                  // ERROR_FILE_TOO_LARGE
    {ELOOP, 1921},                                 // ERROR_CANT_RESOLVE_FILENAME
};

}  // namespace

HRESULT HResultFromErrno(int error) noexcept {
  if (error == 0) return S_OK;
  for (const auto& row : kErrors) {
    if (row.error == error) return static_cast<HRESULT>(0x80070000u | row.win32);
  }
  return E_FAIL;
}

HRESULT HResultFromException() noexcept {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  } catch (...) {
    return E_UNEXPECTED;
  }
}

}  // namespace imnxport
