// Windows, as far as the addon is concerned.
#include <windows.h>

#include "binding/platform.h"

namespace imnxport::binding {

void PinModule() noexcept {
  HMODULE module = nullptr;
  constexpr DWORD kHow = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN;
  (void)::GetModuleHandleExW(kHow, reinterpret_cast<LPCWSTR>(&PinModule), &module);
}

bool ToSystemText(const std::string& utf8, std::string* text) {
  text->clear();
  if (utf8.empty()) return true;
  const int bytes = static_cast<int>(utf8.size());
  const int units = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, nullptr, 0);
  if (units <= 0) return false;
  std::wstring wide(static_cast<size_t>(units), L'\0');
  ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, wide.data(), units);

  // A code page that is UTF-8 itself has every character, and refuses to be asked about missing ones.
  const bool asks = ::GetACP() != CP_UTF8;
  const DWORD flags = asks ? WC_NO_BEST_FIT_CHARS : 0;
  BOOL missing = FALSE;
  BOOL* const missed = asks ? &missing : nullptr;
  const int length = ::WideCharToMultiByte(CP_ACP, flags, wide.data(), units, nullptr, 0, nullptr, missed);
  if (length <= 0 || missing) return false;
  text->resize(static_cast<size_t>(length));
  ::WideCharToMultiByte(CP_ACP, flags, wide.data(), units, text->data(), length, nullptr, nullptr);
  return true;
}

}  // namespace imnxport::binding
