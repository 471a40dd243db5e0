// The log file of a transport: one line for each line of a head, and for what became of a command.
#pragma once

#include <cstdio>
#include <memory>
#include <mutex>
#include <string_view>

#include "abi/imnxport.h"

namespace imnxport {

// Any thread; lines of several threads do not mix. Secrets must have been taken out before.
class CommandLog {
 public:
  // Opens `ansi_path` for appending. The HRESULT of the system's error when it cannot be opened.
  static HRESULT Open(const char* ansi_path, std::shared_ptr<CommandLog>* log);

  explicit CommandLog(std::FILE* file) noexcept : file_(file) {}
  ~CommandLog() { std::fclose(file_); }
  CommandLog(const CommandLog&) = delete;
  CommandLog& operator=(const CommandLog&) = delete;

  // `mark`: ">" sent, "<" received, "!" an error, "=" the end of a command. A disk that is full costs
  // lines, never a post.
  void Write(char mark, std::string_view line) noexcept;

 private:
  std::mutex mutex_;
  std::FILE* const file_;
};

}  // namespace imnxport
