// Conversions.
#include "automation/text.h"

#include <climits>
#include <new>

#include "com/hresult.h"

namespace imnxport {
namespace {

constexpr UINT kWindows1252 = 1252;

// As std::string or as a vector of bytes.
template <class Bytes>
Bytes Utf8Of(BSTR text) {
  Bytes utf8;
  const UINT units = SysStringLen(text);
  if (units == 0) return utf8;
  const auto count = static_cast<int>(units);  // a BSTR has at most 2^32 bytes
  const int size = WideCharToMultiByte(CP_UTF8, 0, text, count, nullptr, 0, nullptr, nullptr);
  if (size <= 0) throw std::bad_alloc();  // more than an int can count
  utf8.resize(static_cast<size_t>(size));
  WideCharToMultiByte(CP_UTF8, 0, text, count, reinterpret_cast<char*>(utf8.data()), size, nullptr, nullptr);
  return utf8;
}

// Empty: it is not text of that code page.
std::wstring Wide(UINT code_page, DWORD flags, std::string_view text) {
  const auto size = static_cast<int>(text.size());
  const int units = MultiByteToWideChar(code_page, flags, text.data(), size, nullptr, 0);
  std::wstring wide(static_cast<size_t>(units > 0 ? units : 0), L'\0');
  MultiByteToWideChar(code_page, flags, text.data(), size, wide.data(), static_cast<int>(wide.size()));
  return wide;
}

}  // namespace

std::string Utf8FromBstr(BSTR text) { return Utf8Of<std::string>(text); }

std::vector<uint8_t> Utf8BytesFromBstr(BSTR text) { return Utf8Of<std::vector<uint8_t>>(text); }

std::wstring WideFromServer(std::string_view text) {
  if (text.empty() || text.size() > INT_MAX) return {};
  std::wstring wide = Wide(CP_UTF8, MB_ERR_INVALID_CHARS, text);
  return wide.empty() ? Wide(kWindows1252, 0, text) : wide;
}

HRESULT ReturnText(std::string_view text, BSTR* out) noexcept {
  if (!out) return E_POINTER;
  *out = nullptr;
  try {
    const std::wstring wide = WideFromServer(text);
    *out = SysAllocStringLen(wide.data(), static_cast<UINT>(wide.size()));
    return *out ? S_OK : E_OUTOFMEMORY;
  } catch (...) {
    return HResultFromException();
  }
}

}  // namespace imnxport
