// The log file.
#include "transport/command_log.h"

#include <cerrno>
#include <chrono>
#include <ctime>

#include "com/hresult.h"
#include "com/system.h"

namespace imnxport {

HRESULT CommandLog::Open(const char* ansi_path, std::shared_ptr<CommandLog>* log) {
  errno = 0;
  std::FILE* file = OpenForAppend(ansi_path);
  if (!file) return errno ? HResultFromErrno(errno) : E_FAIL;
  try {
    *log = std::make_shared<CommandLog>(file);
  } catch (...) {
    std::fclose(file);
    throw;
  }
  return S_OK;
}

void CommandLog::Write(char mark, std::string_view line) noexcept {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::tm utc = UtcTime(seconds);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
  std::lock_guard<std::mutex> lock(mutex_);
  std::fprintf(file_, "%s.%03dZ %c %.*s\n", stamp, static_cast<int>(ms), mark, static_cast<int>(line.size()),
               line.data());
  std::fflush(file_);
}

}  // namespace imnxport
