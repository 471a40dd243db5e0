// Loading it.
#include "automation/type_info.h"

#include <string>

#include "com/hresult.h"

namespace imnxport {
namespace {

constexpr size_t kMaxPath = 32768;

// Empty: the system does not tell.
std::wstring OwnPath() {
  constexpr DWORD kHow =
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  HMODULE module = nullptr;
  if (!GetModuleHandleExW(kHow, reinterpret_cast<LPCWSTR>(&LoadOwnTypeInfo), &module)) return {};
  for (size_t room = MAX_PATH; room <= kMaxPath; room *= 2) {
    std::wstring path(room, L'\0');
    const size_t length = GetModuleFileNameW(module, path.data(), static_cast<DWORD>(room));
    if (length < room) return path.substr(0, length);
  }
  return {};
}

}  // namespace

HRESULT LoadOwnTypeInfo(REFGUID guid, ComPtr<ITypeInfo>* info) noexcept {
  try {
    const std::wstring path = OwnPath();
    if (path.empty()) return TYPE_E_CANTLOADLIBRARY;
    ComPtr<ITypeLib> library;
    const HRESULT hr = LoadTypeLibEx(path.c_str(), REGKIND_NONE, library.Put());
    return FAILED(hr) ? hr : library->GetTypeInfoOfGuid(guid, info->Put());
  } catch (...) {
    return HResultFromException();
  }
}

}  // namespace imnxport
