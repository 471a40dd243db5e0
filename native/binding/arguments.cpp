// The validators of arguments.
#include "binding/arguments.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <new>

#include "binding/js_error.h"
#include "com/system.h"
#include "http/secret.h"

namespace imnxport::binding {
namespace {

// NaN, infinities and fractions are outside every range.
double ToInteger(const Napi::Value& value, const char* name, double min, double max) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : NAN;
  if (!(number >= min && number <= max) || std::trunc(number) != number) {
    char range[96];
    std::snprintf(range, sizeof range, "must be an integer from %.0f to %.0f", min, max);
    ThrowBadArgument(value.Env(), name, range);
  }
  return number;
}

bool IsDetached(const Napi::Uint8Array& bytes) {
  bool detached = false;
  // Memory that is shared between threads cannot be detached; Node-API says false for it.
  return napi_is_detached_arraybuffer(bytes.Env(), bytes.ArrayBuffer(), &detached) == napi_ok && detached;
}

}  // namespace

std::string ToText(const Napi::Value& value, const char* name) {
  if (!value.IsString()) ThrowBadArgument(value.Env(), name, "must be a string");
  std::string text = value.As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) {
    ThrowBadArgument(value.Env(), name, "must not contain a NUL character");
  }
  return text;
}

std::optional<std::string> ToOptionalText(const Napi::Value& value, const char* name) {
  if (IsNothing(value)) return std::nullopt;
  return ToText(value, name);
}

std::optional<std::string> ToOptionalFileName(const Napi::Value& value, const char* name) {
  std::optional<std::string> path = ToOptionalText(value, name);
  if (path && !AnsiFromUtf8(std::string(*path), &*path)) {
    ThrowBadArgument(value.Env(), name, "has characters outside of the system's code page");
  }
  return path;
}

uint32_t ToUnsigned(const Napi::Value& value, const char* name) {
  return static_cast<uint32_t>(ToInteger(value, name, 0, UINT32_MAX));
}

HRESULT ToHResult(const Napi::Value& value, const char* name) {
  return static_cast<HRESULT>(
      static_cast<uint32_t>(static_cast<int64_t>(ToInteger(value, name, INT32_MIN, UINT32_MAX))));
}

uint64_t ToToken(const Napi::Value& value, const char* name) {
  constexpr double kMaxSafeInteger = 9007199254740991.0;
  return static_cast<uint64_t>(ToInteger(value, name, 0, kMaxSafeInteger));
}

uint64_t ToCount(const Napi::Value& value, const char* name) {
  bool lossless = false;
  const uint64_t count = value.IsBigInt() ? value.As<Napi::BigInt>().Uint64Value(&lossless) : 0;
  if (!lossless) ThrowBadArgument(value.Env(), name, "must be a BigInt from 0 to 2^64 - 1");
  return count;
}

int64_t ToMove(const Napi::Value& value, const char* name) {
  bool lossless = false;
  const int64_t move = value.IsBigInt() ? value.As<Napi::BigInt>().Int64Value(&lossless) : 0;
  if (!lossless) ThrowBadArgument(value.Env(), name, "must be a BigInt from -2^63 to 2^63 - 1");
  return move;
}

std::optional<uint64_t> ToOptionalCount(const Napi::Value& value, const char* name) {
  if (IsNothing(value)) return std::nullopt;
  return ToCount(value, name);
}

GUID ToGuid(const Napi::Value& value, const char* name) {
  constexpr char kForm[] = "{%8x-%4hx-%4hx-%2hhx%2hhx-%2hhx%2hhx%2hhx%2hhx%2hhx%2hhx}%n";
  constexpr size_t kLength = 38;
  const std::string text = ToText(value, name);
  unsigned data1 = 0;
  GUID guid = {};
  BYTE* const d = guid.Data4;
  int length = 0;
  std::sscanf(text.c_str(), kForm, &data1, &guid.Data2, &guid.Data3, d, d + 1, d + 2, d + 3, d + 4, d + 5,
              d + 6, d + 7, &length);
  if (static_cast<size_t>(length) != kLength || text.size() != kLength) {
    ThrowBadArgument(value.Env(), name, "must be a GUID in braces");
  }
  guid.Data1 = data1;
  return guid;
}

bool ToFlag(const Napi::Value& value, const char* name) {
  if (!value.IsBoolean()) ThrowBadArgument(value.Env(), name, "must be true or false");
  return value.As<Napi::Boolean>().Value();
}

Napi::Object ToObject(const Napi::Value& value, const char* name) {
  if (!value.IsObject()) ThrowBadArgument(value.Env(), name, "must be an object");
  return value.As<Napi::Object>();
}

Napi::Object ToHandlers(const Napi::Value& value, const char* name,
                        std::initializer_list<const char*> methods) {
  const Napi::Object handlers = ToObject(value, name);
  for (const char* method : methods) {
    if (!handlers.Get(method).IsFunction()) {
      ThrowBadArgument(value.Env(), std::string(name) + "." + method, "must be a function");
    }
  }
  return handlers;
}

ByteView ToBytes(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    ThrowBadArgument(value.Env(), name, "must be a Uint8Array");
  }
  const auto bytes = value.As<Napi::Uint8Array>();
  if (IsDetached(bytes)) ThrowBadArgument(value.Env(), name, "is detached");
  return {bytes.Data(), bytes.ByteLength()};
}

std::vector<uint8_t> CopyBytes(const Napi::Value& value, const char* name) {
  const ByteView bytes = ToBytes(value, name);
  try {
    return std::vector<uint8_t>(bytes.data, bytes.data + bytes.size);
  } catch (const std::bad_alloc&) {
    ThrowFailure(value.Env(), E_OUTOFMEMORY, std::string("no memory for a copy of ") + name);
  }
}

HeaderList::HeaderList(const Napi::Value& value, const char* name) {
  constexpr char kComplaint[] = "must be an array of [name, value] pairs";
  if (IsNothing(value)) return;
  if (!value.IsArray()) ThrowBadArgument(value.Env(), name, kComplaint);
  const auto pairs = value.As<Napi::Array>();
  const uint32_t count = pairs.Length();
  for (uint32_t i = 0; i < count; ++i) {
    const Napi::Value pair = pairs.Get(i);
    if (!pair.IsArray()) ThrowBadArgument(value.Env(), name, kComplaint);
    text_.push_back(ToText(pair.As<Napi::Array>().Get(0u), name));
    text_.push_back(ToText(pair.As<Napi::Array>().Get(1u), name));
  }
  // Only now: a growing vector moves its strings.
  view_.reserve(count);
  for (size_t i = 0; i < text_.size(); i += 2) view_.push_back({text_[i].c_str(), text_[i + 1].c_str()});
}

SecretText::SecretText(const Napi::Value& value, const char* name) {
  if (IsNothing(value)) return;
  if (!value.IsString()) ThrowBadArgument(value.Env(), name, "must be a string or null");
  size_t length = 0;
  napi_get_value_string_utf8(value.Env(), value, nullptr, 0, &length);
  text_.resize(length + 1);
  napi_get_value_string_utf8(value.Env(), value, text_.data(), text_.size(), &length);
  if (std::memchr(text_.data(), '\0', length)) {
    ThrowBadArgument(value.Env(), name, "must not contain a NUL character");
  }
}

SecretText::~SecretText() { Wipe(text_.data(), text_.size()); }

}  // namespace imnxport::binding
