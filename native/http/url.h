// What may be posted to, and what a Location means.
#pragma once

#include <string>
#include <string_view>

#include "abi/imnxport.h"

namespace imnxport {

constexpr size_t kMaxUrlLength = 8192;  // bytes

// S_OK: *checked is the URL without its fragment. E_INVALIDARG: not an absolute http or https URL with a
// host and without user info, in visible ASCII, of at most kMaxUrlLength bytes. May throw std::bad_alloc.
HRESULT CheckUrl(std::string_view url, std::string* checked);

// "scheme://host:port" in lower case and with the port always there; empty for no http(s) URL.
std::string UrlOrigin(const std::string& url);

// `reference` seen from `base` (RFC 3986 section 5), whatever its scheme; empty when it is not a URL.
std::string ResolveUrl(const std::string& base, const std::string& reference);

// Whether the URL has this scheme, given in lower case.
bool HasScheme(const std::string& url, std::string_view scheme);

}  // namespace imnxport
