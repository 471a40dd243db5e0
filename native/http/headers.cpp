// Header fields.
#include "http/headers.h"

#include <algorithm>

#include "http/ascii.h"

namespace imnxport {
namespace {

bool IsTokenChar(char c) {
  const char lower = Lower(c);
  if ((lower >= 'a' && lower <= 'z') || IsDigit(c)) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

template <size_t N>
bool IsOneOf(std::string_view name, const std::string_view (&names)[N]) {
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view n) { return SameHeaderName(name, n); });
}

// Fields that say where the request goes and where its entity ends. A client that could set them could
// send something else than it says.
constexpr std::string_view kOurs[] = {
    "Host",    "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Expect",         "TE",
    "Trailer", "Upgrade",        "Keep-Alive",   "Proxy-Connection",  "User-Agent", "Accept-Encoding"};

constexpr std::string_view kSecret[] = {"Authorization", "Proxy-Authorization", "Cookie",
                                        "Set-Cookie",    "Authentication-Info", "Proxy-Authentication-Info"};

}  // namespace

bool SameHeaderName(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return Lower(x) == Lower(y); });
}

bool HasNoControls(std::string_view text, bool tab) {
  return std::none_of(text.begin(), text.end(), [tab](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && !(tab && byte == '\t')) || byte == 0x7F;
  });
}

bool MaySendHeader(std::string_view name, std::string_view value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), IsTokenChar)) return false;
  return HasNoControls(value, true) && !IsOneOf(name, kOurs);
}

bool IsSecretHeader(std::string_view name) { return IsOneOf(name, kSecret); }

const std::string* FindHeader(const Headers& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (SameHeaderName(header.name, name)) return &header.value;
  }
  return nullptr;
}

void RemoveHeader(Headers* headers, std::string_view name) {
  headers->erase(std::remove_if(headers->begin(), headers->end(),
                                [name](const Header& header) { return SameHeaderName(header.name, name); }),
                 headers->end());
}

std::string RedactLine(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::string(line);
  std::string_view name = line.substr(0, colon);
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
  if (!IsSecretHeader(name)) return std::string(line);
  return std::string(line.substr(0, colon)) + ": ***";
}

}  // namespace imnxport
