// Reads what JavaScript passes in: each function takes one value and its name, and complains by that name.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// All of these run on the JS thread and throw NativeFailure (E_INVALIDARG, `argument` = name) for a value
// that does not fit. `undefined` is taken for null where null is allowed.

// null or undefined.
inline bool IsNothing(const Napi::Value& value) { return value.IsNull() || value.IsUndefined(); }

// A string without NUL characters, as UTF-8. A lone surrogate becomes U+FFFD.
std::string ToText(const Napi::Value& value, const char* name);
// The same, or null.
std::optional<std::string> ToOptionalText(const Napi::Value& value, const char* name);
// The name of a file, or null, as COM methods take it: in the system's code page.
std::optional<std::string> ToOptionalFileName(const Napi::Value& value, const char* name);
// An integer from 0 to 2^32 - 1.
uint32_t ToUnsigned(const Napi::Value& value, const char* name);
// An integer of 32 bits, signed or unsigned.
HRESULT ToHResult(const Napi::Value& value, const char* name);
// An integer from 0 to 2^53 - 1: the token of a command.
uint64_t ToToken(const Napi::Value& value, const char* name);
// A BigInt from 0 to 2^64 - 1.
uint64_t ToCount(const Napi::Value& value, const char* name);
// A BigInt from -2^63 to 2^63 - 1.
int64_t ToMove(const Napi::Value& value, const char* name);
// As ToCount, or null.
std::optional<uint64_t> ToOptionalCount(const Napi::Value& value, const char* name);
// Text such as {19F6481C-E5F0-11D1-A86E-0000F8084F96}, in capitals or not.
GUID ToGuid(const Napi::Value& value, const char* name);
// true or false.
bool ToFlag(const Napi::Value& value, const char* name);
// An object.
Napi::Object ToObject(const Napi::Value& value, const char* name);
// An object with all of these methods.
Napi::Object ToHandlers(const Napi::Value& value, const char* name,
                        std::initializer_list<const char*> methods);

// Bytes that belong to JavaScript: valid only until JavaScript runs again.
struct ByteView {
  const uint8_t* data;
  size_t size;
};
// A Uint8Array (a Buffer is one) that is not detached.
ByteView ToBytes(const Napi::Value& value, const char* name);
// A copy of the bytes. NativeFailure E_OUTOFMEMORY when there is no room for them.
std::vector<uint8_t> CopyBytes(const Napi::Value& value, const char* name);

// Header fields and the view of them that COM methods take.
class HeaderList {
 public:
  // An array of [name, value] pairs, or null.
  HeaderList(const Napi::Value& value, const char* name);
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  const IMNXPORT_HEADER* Data() const noexcept { return view_.data(); }
  DWORD Count() const noexcept { return static_cast<DWORD>(view_.size()); }

 private:
  std::vector<std::string> text_;  // name, value, name, value …
  std::vector<IMNXPORT_HEADER> view_;
};

// A string or null that is wiped from our memory when it is not needed any more.
class SecretText {
 public:
  SecretText(const Napi::Value& value, const char* name);
  ~SecretText();
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;

  // NULL for null.
  LPCSTR Get() const noexcept { return text_.empty() ? nullptr : text_.data(); }

 private:
  std::vector<char> text_;  // with its NUL; allocated once, so that no copy stays behind
};

// The pointer that COM methods take for text that may be missing.
inline LPCSTR OrNull(const std::optional<std::string>& text) noexcept {
  return text ? text->c_str() : nullptr;
}

}  // namespace imnxport::binding
