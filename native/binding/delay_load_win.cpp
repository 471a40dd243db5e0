// Node's functions are taken from the program that loads the addon, whatever it is called: Electron and
// renamed Nodes have them too. cmake-js and node-gyp bring such a hook for MSVC; this one is for MinGW.
#include <windows.h>
// After windows.h, which it does not include itself.
#include <delayimp.h>

namespace {

// Called by the loader of late imports, on the thread that makes the first call of a function of Node's.
FARPROC WINAPI OnDelayLoad(unsigned event, PDelayLoadInfo info) {
  if (event == dliStartProcessing) {
    // GNU ld (2.44) puts the table of addresses that is about to be filled in into a section that is
    // read-only.
    DWORD before;
    (void)VirtualProtect(reinterpret_cast<void*>(info->ppfn), sizeof *info->ppfn, PAGE_READWRITE, &before);
  }
  if (event != dliNotePreLoadLibrary || lstrcmpiA(info->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

}  // namespace

extern "C" {
PfnDliHook __pfnDliNotifyHook2 = reinterpret_cast<PfnDliHook>(&OnDelayLoad);
}
