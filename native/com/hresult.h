// HRESULTs from other error numbers. They are the Windows numbers on every system.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// The HRESULT that Windows gives for the same condition (HRESULT_FROM_WIN32), from an errno value.
// Unknown ones: E_FAIL. 0: S_OK. Any thread.
HRESULT HResultFromErrno(int error) noexcept;

// The HRESULT for the exception that is being handled: E_OUTOFMEMORY for std::bad_alloc, else
// E_UNEXPECTED. Only inside a catch block.
HRESULT HResultFromException() noexcept;

}  // namespace imnxport
