// UTF-16 as automation has it, UTF-8 as the core has it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "abi/imnxport_types.h"

namespace imnxport {

// The text of a BSTR (NULL: empty), NULs inside included, as UTF-8; half a surrogate pair becomes U+FFFD. May
// throw std::bad_alloc. Any thread.
std::string Utf8FromBstr(BSTR text);

// The same as bytes of an entity, so that a large one is copied once.
std::vector<uint8_t> Utf8BytesFromBstr(BSTR text);

// Text from a server or of ours: UTF-8, or Windows-1252 where it is no UTF-8. May throw std::bad_alloc. Any
// thread.
std::wstring WideFromServer(std::string_view text);

// What a property returns: *out gets a new BSTR that the caller frees, NULL on failure. E_POINTER,
// E_OUTOFMEMORY. Any thread.
HRESULT ReturnText(std::string_view text, BSTR* out) noexcept;

}  // namespace imnxport
