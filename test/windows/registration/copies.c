/* copies.c: copying, loading, calling. */
#include "copies.h"

#include <stdio.h>

#include "support/check.h"
#include "support/fixture.h"

Copy MakeCopy(void) {
  static int count;
  wchar_t temp[MAX_PATH];
  wchar_t library[MAX_PATH];
  Copy copy;
  REQUIRE(MultiByteToWideChar(CP_ACP, 0, LibraryPath(), -1, library, MAX_PATH) > 0);
  REQUIRE(GetTempPathW(MAX_PATH, temp) > 0);
  swprintf(copy.folder, MAX_PATH, L"%lsimnxport copy \u00e4 %lu %d", temp,
           (unsigned long)GetCurrentProcessId(), ++count);
  swprintf(copy.file, MAX_PATH, L"%ls\\imnxport.dll", copy.folder);
  REQUIRE(CreateDirectoryW(copy.folder, NULL));
  REQUIRE(CopyFileW(library, copy.file, TRUE));
  return copy;
}

void EndCopy(Copy* copy) {
  CHECK(DeleteFileW(copy->file) || GetLastError() == ERROR_FILE_NOT_FOUND);
  CHECK(RemoveDirectoryW(copy->folder));
}

typedef HRESULT(STDAPICALLTYPE* Plain)(void);
typedef HRESULT(STDAPICALLTYPE* WithWords)(BOOL, LPCWSTR);

static HRESULT CallPlain(const Copy* copy, const char* name) {
  HMODULE library = LoadLibraryExW(copy->file, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
  REQUIRE(library != NULL);
  HRESULT hr = ((Plain)(void*)GetProcAddress(library, name))();
  REQUIRE(FreeLibrary(library));
  CHECK(GetModuleHandleW(copy->file) == NULL);
  return hr;
}

static HRESULT CallWithWords(const Copy* copy, BOOL install, const wchar_t* words) {
  HMODULE library = LoadLibraryExW(copy->file, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
  REQUIRE(library != NULL);
  HRESULT hr = ((WithWords)(void*)GetProcAddress(library, "DllInstall"))(install, words);
  REQUIRE(FreeLibrary(library));
  CHECK(GetModuleHandleW(copy->file) == NULL);
  return hr;
}

HRESULT RegisterFor(const Copy* copy) { return CallPlain(copy, "DllRegisterServer"); }
HRESULT UnregisterFor(const Copy* copy) { return CallPlain(copy, "DllUnregisterServer"); }
HRESULT InstallFor(const Copy* copy, const wchar_t* words) { return CallWithWords(copy, TRUE, words); }
HRESULT UninstallFor(const Copy* copy, const wchar_t* words) { return CallWithWords(copy, FALSE, words); }
