// placeholder, replaced in the course of the day
#include "com/registration.h"
namespace imnxport {
HRESULT RegisterServer() noexcept { return E_NOTIMPL; }
HRESULT UnregisterServer() noexcept { return E_NOTIMPL; }
HRESULT Install(bool, LPCWSTR) noexcept { return E_NOTIMPL; }
}  // namespace imnxport
