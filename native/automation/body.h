// The body that an automation client gives.
#pragma once

#include "abi/imnxport.h"
#include "com/com_ptr.h"

namespace imnxport {

// A stream over what is in the variant: a copy of a string or an array, or the IStream that it holds. A
// failure has been raised (error_text.h): DISP_E_TYPEMISMATCH for everything that is none of these. May throw
// std::bad_alloc. On the thread of the call that brought the variant.
HRESULT BodyOfVariant(const VARIANT& body, ComPtr<IStream>* stream);

}  // namespace imnxport
