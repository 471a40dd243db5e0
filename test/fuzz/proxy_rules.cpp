// The lists of proxies and exceptions of Windows: each proxy that comes of one is a URL that can be used, and
// stands in the list.
#include "http/proxy_rules.h"

#include "http/url.h"
#include "property.h"

using namespace imnxport;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  constexpr const char* kUrls[] = {"http://h/", "https://mail.example.com:8443/a?b", "http://[::1]/",
                                   "http://127.0.0.1:80/", "http://localhost/"};
  const std::string url = input.PickValueInArray(kUrls);
  const std::string list = fuzz::Rest(input);
  const ProxyAnswer answer = ProxiesFor(url, list);
  HOLDS(SUCCEEDED(answer.failure) == answer.problem.empty());
  for (const std::string& proxy : answer.proxies) {
    HOLDS(proxy.find("://") != std::string::npos);
    HOLDS(proxy.find('@') == std::string::npos);
    HOLDS(!fuzz::HasControls(proxy));
  }
  if (list.empty()) HOLDS(answer.proxies.empty() && SUCCEEDED(answer.failure));

  // One more exception makes no fewer.
  const bool excepted = IsProxyException(url, list);
  HOLDS(!excepted || IsProxyException(url, list + ";other.example"));
  HOLDS(IsProxyException(url, list + ";*"));
  (void)StaysOnThisMachine(url, list);
  HOLDS(UrlOrigin(UrlForScript(url)) == UrlOrigin(url));
  return 0;
}
