// The INETSERVER of Connect and of OnLogonPrompt: checked, and turned into what the wire needs.
#pragma once

#include <string>

#include "abi/imnxport.h"
#include "http/secret.h"

namespace imnxport {

// Whether every member is valid: terminated strings without control characters, a host name or an
// absolute http(s) URL or nothing as server name, a port that exists. May throw std::bad_alloc.
bool IsValidServer(const INETSERVER& server);

// The origin that name, scheme, port and fSSL say; empty when there is no name. May throw std::bad_alloc.
std::string OriginOfServer(const INETSERVER& server);

// The credentials that the structure holds, in UTF-8, for OriginOfServer. False: no user name. May throw
// std::bad_alloc.
bool CredentialsOfServer(const INETSERVER& server, Credentials* out);

// Puts text into one of the fixed arrays, cut if it is too long.
template <size_t N>
void SetServerText(char (&field)[N], const char* text) noexcept {
  size_t i = 0;
  for (; i + 1 < N && text[i]; ++i) field[i] = text[i];
  field[i] = '\0';
}

}  // namespace imnxport
