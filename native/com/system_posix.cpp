// POSIX systems; char* is UTF-8 already.
#include "com/system.h"

namespace imnxport {

std::string Utf8FromAnsi(const char* text) { return text; }

std::FILE* OpenForAppend(const char* ansi_path) { return std::fopen(ansi_path, "ae"); }

std::tm UtcTime(std::time_t seconds) noexcept {
  std::tm result{};
  gmtime_r(&seconds, &result);
  return result;
}

}  // namespace imnxport
