// Text for JavaScript.
#include "binding/js_text.h"

#include <string_view>

namespace imnxport::binding {
namespace {

// How many bytes follow the first byte of a UTF-8 sequence, and the least code point it may encode (RFC
// 3629).
struct Sequence {
  int following;
  char32_t least;
  char32_t bits;  // of the first byte
};

bool FirstByte(unsigned char byte, Sequence* sequence) {
  if (byte < 0x80)
    *sequence = {0, 0, byte};
  else if ((byte & 0xE0) == 0xC0)
    *sequence = {1, 0x80, byte & 0x1Fu};
  else if ((byte & 0xF0) == 0xE0)
    *sequence = {2, 0x800, byte & 0x0Fu};
  else if ((byte & 0xF8) == 0xF0)
    *sequence = {3, 0x10000, byte & 0x07u};
  else
    return false;
  return true;
}

bool IsUtf8(std::string_view text) {
  for (auto at = text.begin(); at != text.end();) {
    Sequence sequence;
    if (!FirstByte(static_cast<unsigned char>(*at++), &sequence)) return false;
    char32_t point = sequence.bits;
    for (int i = 0; i < sequence.following; ++i, ++at) {
      if (at == text.end() || (static_cast<unsigned char>(*at) & 0xC0) != 0x80) return false;
      point = point << 6 | (static_cast<unsigned char>(*at) & 0x3Fu);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < sequence.least || point > 0x10FFFF || surrogate) return false;
  }
  return true;
}

}  // namespace

OptionalText CopyText(LPCSTR text) { return text ? OptionalText(text) : std::nullopt; }

void AppendUtf8(LPCSTR text, std::string* to) {
  if (!text) return;
  const std::string_view given(text);
  if (IsUtf8(given)) {
    *to += given;
    return;
  }
  for (const char c : given) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) *to += static_cast<char>(0xC0 | byte >> 6);
    *to += static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte);
  }
}

Napi::Value ToJs(Napi::Env env, const std::string& text) {
  if (IsUtf8(text)) return Napi::String::New(env, text);
  napi_value value = nullptr;
  napi_create_string_latin1(env, text.data(), text.size(), &value);
  return Napi::Value(env, value);
}

Napi::Value ToJs(Napi::Env env, const OptionalText& text) { return text ? ToJs(env, *text) : env.Null(); }

Napi::Array ToJs(Napi::Env env, const Headers& headers) {
  auto array = Napi::Array::New(env, headers.size());
  for (uint32_t i = 0; i < headers.size(); ++i) {
    auto pair = Napi::Array::New(env, 2);
    pair.Set(0u, ToJs(env, headers[i].name));
    pair.Set(1u, ToJs(env, headers[i].value));
    array.Set(i, pair);
  }
  return array;
}

}  // namespace imnxport::binding
