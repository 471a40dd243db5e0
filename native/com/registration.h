// Writing the server into the system's class registry. Only Windows has one.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// DllRegisterServer and DllUnregisterServer: for everyone on the machine, which takes an administrator.
// Our own classes only: CLSID_IHTTPMailTransport is never touched by it, unless it was taken before.
//
// Either all of it is written or, when something fails, the registry is as it was. S_OK; S_FALSE from
// UnregisterServer: this module is not what is registered, and nothing was changed. What Windows answered, as
// an HRESULT, mostly HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED). E_NOTIMPL on a system without a registry.
// Any thread; not twice at the same time.
HRESULT RegisterServer() noexcept;
HRESULT UnregisterServer() noexcept;

// DllInstall. `words`, separated by commas or spaces, in any case, say what is meant:
//   user             for the current user
//   machine          for everyone, as RegisterServer; so do no words at all
//   classic          CLSID_IHTTPMailTransport as well; for the current user, unless "machine" says otherwise.
//                    HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS): it belongs to another server
//   classic,force    even then
// With `install` false the whole registration there is undone, and a classic CLSID that was taken is again
// what it was. E_INVALIDARG: the words make no sense, nothing was written. Otherwise as above.
HRESULT Install(bool install, LPCWSTR words) noexcept;

}  // namespace imnxport
