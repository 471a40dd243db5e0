// What a Location leads to: whatever a server sends there, the next request goes to a URL that could have
// been posted to.
#include "http/url.h"
#include "property.h"
#include "transport/response.h"

using namespace imnxport;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  constexpr const char* kBases[] = {"http://h/", "https://user.example:8443/a/b?c",
                                    "http://[::1]:8080/x/../y"};
  const std::string base = input.PickValueInArray(kBases);
  const bool content = input.ConsumeBool();
  const std::string reference = fuzz::Rest(input);

  const std::string resolved = ResolveUrl(base, reference);
  HOLDS(LocationOf({{content ? "content-location" : "LOCATION", reference}}, base) == resolved);
  HOLDS(!reference.empty() || resolved.empty());
  if (resolved.empty()) return 0;
  HOLDS(!fuzz::HasControls(resolved));
  HOLDS(resolved.find(' ') == std::string::npos);

  std::string target;
  if (CheckUrl(resolved, &target) != S_OK) return 0;  // not followed
  HOLDS(target.find('#') == std::string::npos);
  HOLDS(!UrlOrigin(target).empty());
  // A reference without scheme and authority stays where it is.
  if (reference.find(':') == std::string::npos && reference.find("//") == std::string::npos &&
      reference.find('\\') == std::string::npos)
    HOLDS(UrlOrigin(target) == UrlOrigin(base));
  return 0;
}
