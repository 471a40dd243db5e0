// HRESULTs by name, for texts that people read.
#pragma once

#include <string>

#include "abi/imnxport.h"

namespace imnxport {

// "IXP_E_TIMEOUT, 0x800CCC19", or the number alone when it has no name here. May throw std::bad_alloc.
std::string HResultText(HRESULT hr);

}  // namespace imnxport
