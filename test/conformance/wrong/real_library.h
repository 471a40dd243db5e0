// The library to which everything is passed on. The environment variable WRONG_TRANSPORT_REAL has its path.
#pragma once

#include "abi/imnxport.h"

namespace wrong {

using GetClassObject = HRESULT(STDMETHODCALLTYPE*)(REFCLSID, REFIID, void**);

// Its DllGetClassObject, or null; loaded at the first call and never unloaded.
GetClassObject RealLibrary() noexcept;

}  // namespace wrong
