// What may be posted to: no accepted URL can put anything into a request that is not its own.
#include "http/url.h"

#include "property.h"

using namespace imnxport;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string url = "untouched";
  if (CheckUrl(text, &url) != S_OK) {
    HOLDS(url == "untouched");
    return 0;
  }
  HOLDS(url == text.substr(0, text.find('#')));
  HOLDS(url.size() <= kMaxUrlLength);
  for (const char c : url) HOLDS(c > ' ' && c <= '~');
  HOLDS(HasScheme(url, "http") || HasScheme(url, "https"));
  HOLDS(!(HasScheme(url, "http") && HasScheme(url, "https")));

  const std::string origin = UrlOrigin(url);
  HOLDS(!origin.empty());
  HOLDS(origin.find_first_of("@?#", 0) == std::string::npos);
  HOLDS(origin.rfind(HasScheme(url, "https") ? "https://" : "http://", 0) == 0);
  for (const char c : origin) HOLDS(c > ' ' && c <= '~' && !(c >= 'A' && c <= 'Z'));
  const std::string port = origin.substr(origin.rfind(':') + 1);
  HOLDS(!port.empty() && port.find_first_not_of("0123456789") == std::string::npos);
  HOLDS(std::stoul(port) >= 1 && std::stoul(port) <= 65535);

  // It is its own canonical form: checked again it is the same, and an origin is a URL with that origin.
  std::string again;
  HOLDS(CheckUrl(url, &again) == S_OK && again == url);
  HOLDS(UrlOrigin(origin) == origin);
  return 0;
}
