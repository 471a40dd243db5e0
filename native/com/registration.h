// Writing the server into the system's class registry. Only Windows has one.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// DllRegisterServer and DllUnregisterServer. E_NOTIMPL on a system without a registry.
HRESULT RegisterServer() noexcept;
HRESULT UnregisterServer() noexcept;

// DllInstall. E_NOTIMPL on a system without a registry.
HRESULT Install(bool install, LPCWSTR command_line) noexcept;

}  // namespace imnxport
