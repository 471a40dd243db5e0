// Proves at compile time that the structures of imnxport_ext.h have one layout everywhere.
#include <cstddef>

#include "abi/imnxport_ext.h"

namespace {

// Expected values for 32-bit and 64-bit pointers, worked out from the layout rules and not from a compiler.
constexpr std::size_t Expected(std::size_t for32, std::size_t for64) {
  return sizeof(void*) == 4 ? for32 : for64;
}

#define SIZE(type, for32, for64) static_assert(sizeof(type) == Expected(for32, for64), "sizeof " #type)
#define AT(type, member, for32, for64) \
  static_assert(offsetof(type, member) == Expected(for32, for64), "offsetof " #type "." #member)

SIZE(IMNXPORT_HEADER, 8, 16);
AT(IMNXPORT_HEADER, pszName, 0, 0);
AT(IMNXPORT_HEADER, pszValue, 4, 8);

SIZE(IMNXPORT_OPTIONS, 52, 80);
AT(IMNXPORT_OPTIONS, cbSize, 0, 0);
AT(IMNXPORT_OPTIONS, dwFlags, 4, 4);
AT(IMNXPORT_OPTIONS, dwIdleTimeout, 8, 8);
AT(IMNXPORT_OPTIONS, cHeaders, 12, 12);
AT(IMNXPORT_OPTIONS, rgHeaders, 16, 16);
AT(IMNXPORT_OPTIONS, pszProxy, 20, 24);
AT(IMNXPORT_OPTIONS, pszCaFile, 24, 32);
AT(IMNXPORT_OPTIONS, pvCaPem, 28, 40);
AT(IMNXPORT_OPTIONS, cbCaPem, 32, 48);
AT(IMNXPORT_OPTIONS, dwReserved, 36, 52);
AT(IMNXPORT_OPTIONS, pszUser, 40, 56);
AT(IMNXPORT_OPTIONS, pszPassword, 44, 64);
AT(IMNXPORT_OPTIONS, pszOrigin, 48, 72);

SIZE(IMNXPORT_POST, 40, 40);
AT(IMNXPORT_POST, cbSize, 0, 0);
AT(IMNXPORT_POST, dwContext, 4, 4);
AT(IMNXPORT_POST, pszContentType, 8, 8);
AT(IMNXPORT_POST, ullLength, 16, 16);
AT(IMNXPORT_POST, rgHeaders, 24, 24);
AT(IMNXPORT_POST, cHeaders, 28, 32);
AT(IMNXPORT_POST, dwReserved, 32, 36);

SIZE(IMNXPORT_PROGRESS, 40, 40);
AT(IMNXPORT_PROGRESS, cbSize, 0, 0);
AT(IMNXPORT_PROGRESS, dwContext, 4, 4);
AT(IMNXPORT_PROGRESS, ullToken, 8, 8);
AT(IMNXPORT_PROGRESS, ullSent, 16, 16);
AT(IMNXPORT_PROGRESS, ullTotal, 24, 24);
AT(IMNXPORT_PROGRESS, fResent, 32, 32);
AT(IMNXPORT_PROGRESS, dwReserved, 36, 36);

SIZE(IMNXPORT_RESULT, 88, 112);
AT(IMNXPORT_RESULT, cbSize, 0, 0);
AT(IMNXPORT_RESULT, dwContext, 4, 4);
AT(IMNXPORT_RESULT, ullToken, 8, 8);
AT(IMNXPORT_RESULT, ullSent, 16, 16);
AT(IMNXPORT_RESULT, ullTotal, 24, 24);
AT(IMNXPORT_RESULT, hrResult, 32, 32);
AT(IMNXPORT_RESULT, uiStatus, 36, 36);
AT(IMNXPORT_RESULT, delivery, 40, 40);
AT(IMNXPORT_RESULT, fResent, 44, 44);
AT(IMNXPORT_RESULT, dwSocketError, 48, 48);
AT(IMNXPORT_RESULT, fBodyTruncated, 52, 52);
AT(IMNXPORT_RESULT, pszUrl, 56, 56);
AT(IMNXPORT_RESULT, pszStatusLine, 60, 64);
AT(IMNXPORT_RESULT, pszLocation, 64, 72);
AT(IMNXPORT_RESULT, pszProblem, 68, 80);
AT(IMNXPORT_RESULT, rgHeaders, 72, 88);
AT(IMNXPORT_RESULT, pvBody, 76, 96);
AT(IMNXPORT_RESULT, cHeaders, 80, 104);
AT(IMNXPORT_RESULT, cbBody, 84, 108);

SIZE(IMNXPORT_LOGON, 24, 24);
AT(IMNXPORT_LOGON, cbSize, 0, 0);
AT(IMNXPORT_LOGON, dwAttempt, 4, 4);
AT(IMNXPORT_LOGON, ullToken, 8, 8);
AT(IMNXPORT_LOGON, pszOrigin, 16, 16);

}  // namespace
