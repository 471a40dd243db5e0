// Letters and digits as HTTP knows them, whatever the locale of the process.
#pragma once

namespace imnxport {

constexpr char Lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace imnxport
