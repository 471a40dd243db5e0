// How a transport is made.
#pragma once

#include "abi/imnxport.h"
#include "com/reference_listener.h"
#include "transport/command_executor.h"

namespace imnxport {

// A new transport that posts by HTTP, asked for `riid`. S_OK: *ppv holds one reference that the caller owns.
// E_POINTER, E_NOINTERFACE, E_OUTOFMEMORY: *ppv is NULL. Any thread.
HRESULT CreateTransport(REFIID riid, void** ppv) noexcept;

// The same with another executor. `listener` is told of the references on the transport.
HRESULT MakeTransport(const ExecutorFactory& make_executor, REFIID riid, void** ppv,
                      std::shared_ptr<ReferenceListener> listener = nullptr) noexcept;

}  // namespace imnxport
