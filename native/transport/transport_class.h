// How a transport is made.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// A new transport, asked for `riid`. S_OK: *ppv holds one reference that the caller owns. E_POINTER,
// E_NOINTERFACE, E_OUTOFMEMORY: *ppv is NULL. Any thread.
HRESULT CreateTransport(REFIID riid, void** ppv) noexcept;

}  // namespace imnxport
