// Making the automation object.
#pragma once

#include "abi/imnxport_automation.h"

namespace imnxport {

// IClassFactory::CreateInstance of CLSID_HttpMailPoster, without aggregation. S_OK; E_NOINTERFACE; E_POINTER;
// E_OUTOFMEMORY. Any thread.
HRESULT CreatePoster(REFIID riid, void** ppv) noexcept;

}  // namespace imnxport
