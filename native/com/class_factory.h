// The class factory of the transport.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// What DllGetClassObject answers: a factory for CLSID_IHTTPMailTransport and CLSID_ImnxportTransport.
// S_OK; CLASS_E_CLASSNOTAVAILABLE; E_NOINTERFACE; E_POINTER; E_OUTOFMEMORY. Any thread.
HRESULT GetClassObject(REFCLSID rclsid, REFIID riid, void** ppv) noexcept;

}  // namespace imnxport
