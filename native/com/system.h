// Small things that every system does in its own way: text, files, time, modules.
#pragma once

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>

namespace imnxport {

// The text of the COM door, char* in the system's ANSI code page (UTF-8 off Windows), as UTF-8. May throw
// std::bad_alloc. Any thread.
std::string Utf8FromAnsi(const char* text);

// The other way. False: it has characters that the code page lacks. May throw std::bad_alloc. Any thread.
bool AnsiFromUtf8(const std::string& utf8, std::string* text);

// Opens a file for appending by its name in the ANSI code page; off Windows it is its owner's to read, and
// nobody else's. Null: errno says why.
std::FILE* OpenForAppend(const char* ansi_path);

// The calendar time of UTC, without the buffer that gmtime shares with the whole process.
std::tm UtcTime(std::time_t seconds) noexcept;

// The number by which the system knows the thread that calls: what a debugger shows.
uint32_t ThreadId() noexcept;

// The stack that the system gave to a thread. Some code runs on others: what koffi calls, coroutines, fibers.
struct ThreadStack {
  uintptr_t low;
  uintptr_t high;

  // Of the thread that calls, which must be on it. Where the system does not tell, it is all memory.
  static ThreadStack OfThisThread() noexcept;

  // Whether the caller runs on it.
  bool IsHere() const noexcept;
};

// Keeps the addon's code in memory for the life of the process: Node unmaps an addon when the last
// environment that uses it ends, and threads of the core may still be inside then. The COM server never calls
// it. Any thread.
void PinModule() noexcept;

}  // namespace imnxport
