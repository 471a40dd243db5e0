// Text that comes out of the core, on its way to JavaScript.
#pragma once

#include <optional>
#include <string>

#include "abi/imnxport.h"
#include "binding/napi_setup.h"
#include "http/headers.h"

namespace imnxport::binding {

// A copy that outlives the callback; nothing for NULL. Any thread; may throw std::bad_alloc.
using OptionalText = std::optional<std::string>;
OptionalText CopyText(LPCSTR text);

// Adds text as UTF-8: as it is, or, when it is not that, taken for ISO 8859-1. Nothing for NULL. Any thread;
// may throw std::bad_alloc.
void AppendUtf8(LPCSTR text, std::string* to);

// A string: from UTF-8, or from ISO 8859-1 when the bytes are not UTF-8 (a header field may hold either,
// RFC 9110 §5.5). JS thread.
Napi::Value ToJs(Napi::Env env, const std::string& text);

// The same; null for nothing. JS thread.
Napi::Value ToJs(Napi::Env env, const OptionalText& text);

// An array of [name, value] pairs. JS thread.
Napi::Array ToJs(Napi::Env env, const Headers& headers);

}  // namespace imnxport::binding
