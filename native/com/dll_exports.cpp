// What the COM server exports, and nothing else.
#include "abi/imnxport.h"
#include "com/class_factory.h"
#include "com/module.h"
#include "com/registration.h"

STDAPI DllGetClassObject(REFCLSID rclsid, REFIID riid, void** ppv) {
  return imnxport::GetClassObject(rclsid, riid, ppv);
}

STDAPI DllCanUnloadNow(void) { return imnxport::CanUnloadModule(); }

STDAPI DllRegisterServer(void) { return imnxport::RegisterServer(); }

STDAPI DllUnregisterServer(void) { return imnxport::UnregisterServer(); }

STDAPI DllInstall(BOOL install, LPCWSTR command_line) {
  return imnxport::Install(install != 0, command_line);
}
