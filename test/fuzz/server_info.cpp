// What Connect is given: a server that is accepted has an origin, or leaves it to the first post.
#include "transport/server_info.h"

#include <algorithm>
#include <cstring>

#include "http/url.h"
#include "property.h"

using namespace imnxport;

namespace {

template <size_t N>
void Fill(FuzzedDataProvider& input, char (&field)[N]) {
  const std::string text = input.ConsumeRandomLengthString(N);
  std::memcpy(field, text.data(), std::min(N, text.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  INETSERVER server{};
  server.fSSL = input.ConsumeBool();
  server.dwPort = input.ConsumeBool() ? 0 : input.ConsumeIntegralInRange<DWORD>(0, 70'000);
  Fill(input, server.szServerName);
  Fill(input, server.szUserName);
  Fill(input, server.szPassword);
  if (!IsValidServer(server)) return 0;
  HOLDS(!fuzz::HasControls(server.szServerName) && !fuzz::HasControls(server.szUserName));
  const std::string origin = OriginOfServer(server);
  HOLDS(origin.empty() == (server.szServerName[0] == '\0'));
  if (!origin.empty()) {
    HOLDS(UrlOrigin(origin) == origin);
    HOLDS(origin.find('@') == std::string::npos);
    if (server.dwPort) HOLDS(origin.substr(origin.rfind(':') + 1) == std::to_string(server.dwPort));
  }
  Credentials credentials;
  HOLDS(CredentialsOfServer(server, &credentials) == (server.szUserName[0] != '\0'));
  if (server.szUserName[0]) HOLDS(credentials.origin == origin);
  return 0;
}
