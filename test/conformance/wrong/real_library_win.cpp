// Loads the real library on Windows.
#include "real_library.h"

namespace wrong {

GetClassObject RealLibrary() noexcept {
  static const GetClassObject found = []() -> GetClassObject {
    wchar_t path[1024];
    const DWORD length = GetEnvironmentVariableW(L"WRONG_TRANSPORT_REAL", path, 1024);
    if (length == 0 || length >= 1024) return nullptr;
    const HMODULE library = LoadLibraryW(path);
    if (!library) return nullptr;
    return reinterpret_cast<GetClassObject>(
        reinterpret_cast<void*>(GetProcAddress(library, "DllGetClassObject")));
  }();
  return found;
}

}  // namespace wrong
