// Header fields: what a client may add to a request, and what is hidden when a request is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imnxport {

struct Header {
  std::string name;
  std::string value;
};
using Headers = std::vector<Header>;

// Whether a client may send this field: a token as name, a value without control characters (RFC 9110
// section 5), and not a field that belongs to the transport (Host, Content-Length, ...).
bool MaySendHeader(std::string_view name, std::string_view value);

// Whether text holds no control character (tab excepted when `tab`).
bool HasNoControls(std::string_view text, bool tab = false);

// Case-insensitive comparison of field names.
bool SameHeaderName(std::string_view a, std::string_view b);

// Whether the field may carry a secret of one origin: never sent to another, never shown.
bool IsSecretHeader(std::string_view name);

// The value of the first field of that name, or null.
const std::string* FindHeader(const Headers& headers, std::string_view name);

// Takes out all fields of that name.
void RemoveHeader(Headers* headers, std::string_view name);

// "Authorization: ***" for a line that carries a secret, else the line itself.
std::string RedactLine(std::string_view line);

}  // namespace imnxport
