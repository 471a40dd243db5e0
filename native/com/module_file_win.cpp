// Paths.
#include "com/module_file_win.h"

#include <windows.h>

#include "com/class_keys_win.h"

namespace imnxport {
namespace {

// With the long names of folders that exist; what does not stays as it is.
std::wstring LongPath(const std::wstring& path) {
  const DWORD room = ::GetLongPathNameW(path.c_str(), nullptr, 0);
  std::wstring result(room, L'\0');
  const DWORD size = room ? ::GetLongPathNameW(path.c_str(), result.data(), room) : 0;
  if (size == 0 || size >= room) return path;
  result.resize(size);
  return result;
}

}  // namespace

std::wstring ModuleFile() {
  HMODULE module = nullptr;
  constexpr DWORD kHow =
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  if (!::GetModuleHandleExW(kHow, reinterpret_cast<LPCWSTR>(&ModuleFile), &module)) {
    throw RegistrationFailure{HRESULT_FROM_WIN32(::GetLastError()), L"GetModuleHandleEx"};
  }
  std::wstring path(MAX_PATH, L'\0');
  for (;;) {
    const DWORD size = ::GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size()));
    if (size == 0) throw RegistrationFailure{HRESULT_FROM_WIN32(::GetLastError()), L"GetModuleFileName"};
    if (size < path.size()) {
      path.resize(size);
      return path;
    }
    path.resize(path.size() * 2);  // it did not fit
  }
}

bool SamePath(const std::wstring& a, const std::wstring& b) {
  if (a.empty() || b.empty()) return false;
  return ::CompareStringOrdinal(LongPath(a).c_str(), -1, LongPath(b).c_str(), -1, TRUE) == CSTR_EQUAL;
}

bool FileIsGone(const std::wstring& path) noexcept {
  if (path.empty()) return true;
  if (::GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES) return false;
  const DWORD error = ::GetLastError();
  return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

}  // namespace imnxport
