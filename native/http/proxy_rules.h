// The two little languages in which Windows keeps proxies: the list of proxies and the list of exceptions.
// https://learn.microsoft.com/windows/win32/api/winhttp/ns-winhttp-winhttp_proxy_info, and "Enabling Internet
// Functionality" of the WinINet documentation. What they leave open is our decision (behaviour 6.6).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/imnxport.h"

namespace imnxport {

// The way to a URL.
struct ProxyAnswer {
  std::vector<std::string> proxies;  // as URLs, in the order to be tried; empty: none is named
  HRESULT failure = S_OK;            // of the look-up: the way is not known, and nothing must be sent
  std::string problem;               // that in words
  std::string remark;                // worth a line of the log
};

// All of these take URLs that CheckUrl let pass and lists in UTF-8, may throw std::bad_alloc, and may be
// called on any thread.

// What a list of proxies has for a URL. Entries are [protocol=][scheme://]host[:port], between semicolons or
// white space. Those for another protocol do not count; those of "socks" only when nothing else is there.
// IXP_E_FAILED_TO_CONNECT: an entry that counts cannot be understood.
ProxyAnswer ProxiesFor(const std::string& url, std::string_view list);

// Whether a list of exceptions names the URL. Entries are [scheme://]host[:port], between semicolons or white
// space, with * for any text in the host; <local> is any host whose name has no dot.
bool IsProxyException(const std::string& url, std::string_view exceptions);

// Whether the URL is on this machine (localhost, 127.0.0.1, [::1] and the like), which no proxy can know
// better, unless the exceptions have <-loopback>.
bool StaysOnThisMachine(const std::string& url, std::string_view exceptions);

// What a proxy script may see of a URL: of an https one only scheme, host and port.
std::string UrlForScript(const std::string& url);

}  // namespace imnxport
