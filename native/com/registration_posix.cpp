// Registration off Windows: there is no class registry, hosts load the library by its path.
#include "com/registration.h"

namespace imnxport {

HRESULT RegisterServer() noexcept { return E_NOTIMPL; }
HRESULT UnregisterServer() noexcept { return E_NOTIMPL; }
HRESULT Install(bool, LPCWSTR) noexcept { return E_NOTIMPL; }

}  // namespace imnxport
