// What the addon asks of the operating system; platform_posix.cpp and platform_win.cpp.
#pragma once

#include <string>

namespace imnxport::binding {

// Keeps the addon's code in memory for the life of the process: Node unmaps an addon when the last
// environment that uses it ends, and threads of the core may still be inside then. Off Windows the linker has
// seen to it
// (-z nodelete). Any thread.
void PinModule() noexcept;

// `utf8` in the character set that the COM door takes: the system code page on Windows, where the result is
// false for text that has characters outside of it; UTF-8 elsewhere. Any thread; may throw std::bad_alloc.
bool ToSystemText(const std::string& utf8, std::string* text);

}  // namespace imnxport::binding
