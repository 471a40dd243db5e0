// The end of a post, copied out of the callback, and what of it is not simply text or a number in JavaScript.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "binding/js_text.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// What `done` of NativeHandlers (lib/native.ts) is told. The defaults are the result of a post whose real one
// could not be copied.
struct PostResult {
  HRESULT hresult = E_OUTOFMEMORY;
  uint32_t context = 0;
  uint32_t status = 0;
  OptionalText status_line;
  OptionalText location;
  OptionalText url;
  OptionalText problem;
  uint32_t socket_error = 0;
  uint64_t sent = 0;
  uint64_t total = IMNXPORT_UNKNOWN;
  IMNXPORT_DELIVERY delivery = IMNXPORT_DELIVERY_WHOLE;  // nothing is known: a retry might make a second copy
  bool resent = false;
  bool body_truncated = false;
  OptionalText headers;  // names and values in turn, a line each
  std::vector<uint8_t> body;
};

// Copies everything. Any thread; may throw std::bad_alloc.
PostResult CopyResult(const IMNXPORT_RESULT& result);

// The bytes of the response; null for none. JS thread; throws Napi::Error.
Napi::Value BodyToJs(Napi::Env env, const PostResult& result);

// A length that is at most 2^53 - 1: a number, or null when it is not known. JS thread.
Napi::Value LengthToJs(Napi::Env env, uint64_t length);

// A count of bytes: BigInt, or null when it is not known. JS thread.
Napi::Value CountToJs(Napi::Env env, uint64_t count);

}  // namespace imnxport::binding
