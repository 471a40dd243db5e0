// Windows.
#include <windows.h>

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

std::FILE* OpenForAppend(const char* ansi_path) { return std::fopen(ansi_path, "abN"); }

std::tm UtcTime(std::time_t seconds) noexcept {
  std::tm result{};
  gmtime_s(&result, &seconds);
  return result;
}

}  // namespace imnxport
