/* copies.h: the library as a file here or there, loaded the way regsvr32 does. */
#ifndef IMNXPORT_TEST_COPIES_H
#define IMNXPORT_TEST_COPIES_H

#include <windows.h>

/* A copy of the library in a folder of its own below the temporary files. */
typedef struct Copy {
  wchar_t folder[MAX_PATH];
  wchar_t file[MAX_PATH];
} Copy;

Copy MakeCopy(void);
void EndCopy(Copy* copy);

/* Load it, call one of its functions, and unload it. */
HRESULT RegisterFor(const Copy* copy);   /* DllRegisterServer */
HRESULT UnregisterFor(const Copy* copy); /* DllUnregisterServer */
HRESULT InstallFor(const Copy* copy, const wchar_t* words);
HRESULT UninstallFor(const Copy* copy, const wchar_t* words);

#endif
