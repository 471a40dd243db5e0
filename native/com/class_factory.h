// The class factories of the server.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// What DllGetClassObject answers: a factory for a class of the table in server_classes.h.
// S_OK; CLASS_E_CLASSNOTAVAILABLE; E_NOINTERFACE; E_POINTER; E_OUTOFMEMORY. Any thread.
HRESULT GetClassObject(REFCLSID rclsid, REFIID riid, void** ppv) noexcept;

}  // namespace imnxport
