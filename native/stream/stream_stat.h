// What a stream says about itself, its name included.
#pragma once

#include <string>

#include "abi/imnxport.h"

namespace imnxport {

// As IStream::Stat, but that the name is a copy, in UTF-16, and pwcsName is NULL: a stream gives its name in
// memory of the system's, which only Windows has; elsewhere it is not asked for it. Empty: it has none, or
// does not tell. What Stat answered, or E_OUTOFMEMORY. Where the stream may be called.
HRESULT StatWithName(IStream* stream, STATSTG* stat, std::u16string* name) noexcept;

}  // namespace imnxport
