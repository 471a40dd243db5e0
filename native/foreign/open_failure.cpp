// Numbers in words.
#include "foreign/open_failure.h"

#include <cstdio>

namespace imnxport {

std::string HexText(HRESULT hr) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08X", static_cast<unsigned>(hr));
  return text;
}

std::string ClsidText(const GUID& guid) {
  char text[40];
  const auto* rest = guid.Data4;
  std::snprintf(text, sizeof text, "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
                static_cast<unsigned>(guid.Data1), guid.Data2, guid.Data3, rest[0], rest[1], rest[2], rest[3],
                rest[4], rest[5], rest[6], rest[7]);
  return text;
}

}  // namespace imnxport
