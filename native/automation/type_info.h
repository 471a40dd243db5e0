// The type library that this module carries.
#pragma once

#include "abi/imnxport_types.h"
#include "com/com_ptr.h"

namespace imnxport {

// The description of an interface or class, by its GUID, from the library in this module's own resources: it
// is there without any registration. The library is oleaut32's own and does not keep this module loaded.
// TYPE_E_CANTLOADLIBRARY and others of LoadTypeLibEx; TYPE_E_ELEMENTNOTFOUND; E_OUTOFMEMORY. Any thread.
HRESULT LoadOwnTypeInfo(REFGUID guid, ComPtr<ITypeInfo>* info) noexcept;

}  // namespace imnxport
