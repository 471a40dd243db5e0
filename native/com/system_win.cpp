// Windows.
#include <windows.h>
#include <io.h>

#include <cerrno>

#include "com/system.h"

namespace imnxport {

std::string Utf8FromAnsi(const char* text) {
  std::wstring wide(static_cast<size_t>(MultiByteToWideChar(CP_ACP, 0, text, -1, nullptr, 0)), L'\0');
  MultiByteToWideChar(CP_ACP, 0, text, -1, wide.data(), static_cast<int>(wide.size()));
  std::string utf8(
      static_cast<size_t>(WideCharToMultiByte(CP_UTF8, 0, wide.c_str(), -1, nullptr, 0, nullptr, nullptr)),
      '\0');
  WideCharToMultiByte(CP_UTF8, 0, wide.c_str(), -1, utf8.data(), static_cast<int>(utf8.size()), nullptr,
                      nullptr);
  while (!utf8.empty() && utf8.back() == '\0') utf8.pop_back();
  SecureZeroMemory(wide.data(), wide.size() * sizeof(wchar_t));  // it may have been a password
  return utf8;
}

bool AnsiFromUtf8(const std::string& utf8, std::string* text) {
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

// Only files: the other end of a pipe, or a device, could make the writer wait.
std::FILE* OpenForAppend(const char* ansi_path) {
  std::FILE* const file = std::fopen(ansi_path, "abN");
  if (!file) return nullptr;
  const auto handle = reinterpret_cast<HANDLE>(::_get_osfhandle(::_fileno(file)));
  if (::GetFileType(handle) == FILE_TYPE_DISK) return file;
  std::fclose(file);
  errno = EINVAL;
  return nullptr;
}

std::tm UtcTime(std::time_t seconds) noexcept {
  std::tm result{};
  gmtime_s(&result, &seconds);
  return result;
}

uint32_t ThreadId() noexcept { return ::GetCurrentThreadId(); }

ThreadStack ThreadStack::OfThisThread() noexcept {
  ULONG_PTR low = 0;
  ULONG_PTR high = 0;
  ::GetCurrentThreadStackLimits(&low, &high);
  return {low, high};
}

// The limits that the system tells cannot be asked for here: whoever changes the stack changes them, too.
bool ThreadStack::IsHere() const noexcept {
  const char local = 0;
  const auto here = reinterpret_cast<uintptr_t>(&local);
  return low <= here && here < high;
}

void PinModule() noexcept {
  HMODULE module = nullptr;
  constexpr DWORD kHow = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN;
  (void)::GetModuleHandleExW(kHow, reinterpret_cast<LPCWSTR>(&PinModule), &module);
}

}  // namespace imnxport
