// DLLs.
#include <windows.h>

#include "foreign/library_os.h"
#include "foreign/open_failure.h"
#include "foreign/wide_text_win.h"

namespace imnxport {

const ImageFile::Kind kOwnImageKind = ImageFile::Kind::kPe;

void* LoadFile(const std::string& path, HRESULT* hr, std::string*) {
  constexpr DWORD kHow = LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
  // No box on the screen when something of it is missing.
  DWORD mode = 0;
  SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &mode);
  const HMODULE library = LoadLibraryExW(WideFromUtf8(path).c_str(), nullptr, kHow);
  *hr = library ? S_OK : HRESULT_FROM_WIN32(GetLastError());
  SetThreadErrorMode(mode, nullptr);
  return library;
}

void* FindExport(void* library, const char* name) noexcept {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

void UnloadFile(void* library) noexcept { FreeLibrary(static_cast<HMODULE>(library)); }

}  // namespace imnxport
