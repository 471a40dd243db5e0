// Why something failed, for the person who reads it in a script's error message.
#pragma once

#include <string>

#include "automation/post_call.h"

namespace imnxport {

// Keeps the text as this thread's IErrorInfo (IID_IHttpMailPoster) and returns `hr`, which is a failure. When
// there is no memory for the text, or it is empty, the failure goes without it.
HRESULT Raise(HRESULT hr, const std::string& text) noexcept;

// A URL as it may be shown: without user info, query and fragment, which may be secret, and cut when very
// long. May throw std::bad_alloc.
std::string ShownUrl(const std::string& url);

// "POST to <url> failed: HTTP/1.1 404 Not Found (IXP_E_HTTP_NOT_FOUND, 0x800CCC34)". May throw
// std::bad_alloc.
std::string DescribePost(const std::string& url, const PostEnd& end);

}  // namespace imnxport
