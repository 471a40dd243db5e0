// HRESULTs of system errors and of exceptions.
#include "com/hresult.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <new>
#include <stdexcept>

using namespace imnxport;

TEST_CASE("a system error has the HRESULT that Windows gives for the same condition") {
  // Source of the right column: the public list of system error codes, as FACILITY_WIN32.
  struct Row {
    int error;
    unsigned hresult;
  };
  const Row rows[] = {
      {ENOENT, 0x80070002}, {ENOTDIR, 0x80070003}, {EMFILE, 0x80070004}, {ENFILE, 0x80070004},
      {EACCES, 0x80070005}, {EPERM, 0x80070005},   {EISDIR, 0x80070005}, {EBADF, 0x80070006},
      {ENOMEM, 0x8007000E}, {EROFS, 0x80070013},   {ESPIPE, 0x80070019}, {EEXIST, 0x80070050},
      {EINVAL, 0x80070057}, {ENOSPC, 0x80070070},  {EBUSY, 0x800700AA},  {ENAMETOOLONG, 0x800700CE},
      {EFBIG, 0x800700DF},  {EIO, 0x8007045D},     {ELOOP, 0x80070781},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    CHECK(HResultFromErrno(row.error) == static_cast<HRESULT>(row.hresult));
  }
  CHECK(HResultFromErrno(ENOMEM) == E_OUTOFMEMORY);
  CHECK(HResultFromErrno(EINVAL) == E_INVALIDARG);
  CHECK(HResultFromErrno(EACCES) == E_ACCESSDENIED);
}

TEST_CASE("no error is S_OK, an unknown one is E_FAIL") {
  CHECK(HResultFromErrno(0) == S_OK);
  CHECK(HResultFromErrno(987654) == E_FAIL);
  CHECK(HResultFromErrno(-1) == E_FAIL);
}

TEST_CASE("lack of memory is E_OUTOFMEMORY, any other exception E_UNEXPECTED") {
  const auto of = [](auto exception) {
    try {
      throw exception;
    } catch (...) {
      return HResultFromException();
    }
  };
  CHECK(of(std::bad_alloc()) == E_OUTOFMEMORY);
  CHECK(of(std::bad_array_new_length()) == E_OUTOFMEMORY);
  CHECK(of(std::runtime_error("x")) == E_UNEXPECTED);
  CHECK(of(7) == E_UNEXPECTED);
}
