// Lists of proxies and of exceptions, as Windows keeps them.
#include "http/proxy_rules.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace imnxport;

namespace {

using Proxies = std::vector<std::string>;

const std::string kPlain = "http://mail.example/inbox/?a=b";
const std::string kSecure = "https://mail.example/inbox/?a=b";

Proxies Plain(std::string_view list) { return ProxiesFor(kPlain, list).proxies; }
Proxies Secure(std::string_view list) { return ProxiesFor(kSecure, list).proxies; }

}  // namespace

TEST_CASE("behaviour 6.6: a proxy without a protocol serves all, at port 80 unless it says another") {
  for (const Proxies& proxies :
       {Plain("proxy.example"), Secure("proxy.example"), Plain("  proxy.example;")}) {
    CHECK(proxies == Proxies{"http://proxy.example:80"});
  }
  CHECK(Secure("proxy.example:3128") == Proxies{"http://proxy.example:3128"});
  CHECK(Plain("Proxy_1.Example:65535") == Proxies{"http://proxy_1.example:65535"});
  CHECK(Plain("10.0.0.1:8080") == Proxies{"http://10.0.0.1:8080"});
  CHECK(Plain("[2001:db8::1]") == Proxies{"http://[2001:db8::1]:80"});
  CHECK(Plain("[2001:db8::1]:8080") == Proxies{"http://[2001:db8::1]:8080"});
}

TEST_CASE("behaviour 6.6: a proxy with a protocol serves that one only") {
  const std::string_view list = "ftp=f:21;http=h:1;https=s:2;gopher=g:70";
  CHECK(Plain(list) == Proxies{"http://h:1"});
  CHECK(Secure(list) == Proxies{"http://s:2"});
  CHECK(Plain("HTTPS=S:2") == Proxies{});
  CHECK(ProxiesFor(kPlain, "https=s:2").failure == S_OK);
}

TEST_CASE("behaviour 6.6: a scheme says how the proxy is spoken to") {
  CHECK(Plain("http://proxy:3128") == Proxies{"http://proxy:3128"});
  CHECK(Plain("http=http://proxy:3128/") == Proxies{"http://proxy:3128"});
  CHECK(Secure("https=https://proxy") == Proxies{"https://proxy:443"});
  CHECK(Secure("socks5h://proxy") == Proxies{"socks5h://proxy:1080"});
}

TEST_CASE("behaviour 6.6: SOCKS comes in when there is nothing else") {
  CHECK(Plain("socks=proxy") == Proxies{"socks4://proxy:1080"});
  CHECK(Secure("http=h:1;socks=proxy:9") == Proxies{"socks4://proxy:9"});
  CHECK(Plain("socks=proxy:9;http=h:1") == Proxies{"http://h:1"});
  CHECK(Plain("socks=socks5://proxy:9") == Proxies{"socks5://proxy:9"});
  CHECK(Plain("socks=socks://proxy:9") == Proxies{"socks4://proxy:9"});
}

TEST_CASE("behaviour 6.6: several proxies are kept in their order, between semicolons or white space") {
  const Proxies both{"http://a:1", "http://b:2"};
  for (const std::string_view list : {"a:1;b:2", "a:1 b:2", " a:1\t;;\r\n b:2 ", "http=a:1;b:2;https=c:3"}) {
    CAPTURE(list);
    CHECK(Plain(list) == both);
  }
}

TEST_CASE("behaviour 6.6: no list is no proxy") {
  for (const std::string_view list : {"", ";", "  ", ";; ;"}) {
    const ProxyAnswer answer = ProxiesFor(kPlain, list);
    CHECK(answer.proxies.empty());
    CHECK(answer.failure == S_OK);
  }
}

TEST_CASE("behaviour 6.6: a proxy that cannot be understood is a failure, not a way around it") {
  for (const std::string_view list : {"proxy:0",
                                      "proxy:65536",
                                      "proxy:http",
                                      "proxy:",
                                      "proxy:-1",
                                      "proxy:999999999999",
                                      ":80",
                                      "a:1:2",
                                      "http=",
                                      "http=http=a:1",
                                      "http://",
                                      "://a:1",
                                      "gopher://a:1",
                                      "a/b:1",
                                      "http://a:1/path",
                                      "::1",
                                      "[::1",
                                      "[]:1",
                                      "a?b",
                                      "pr\xC3\xB6xy:80",
                                      "good:80;bad:x",
                                      "socks=:"}) {
    CAPTURE(list);
    const ProxyAnswer answer = ProxiesFor(kPlain, list);
    CHECK(answer.failure == IXP_E_FAILED_TO_CONNECT);
    CHECK_FALSE(answer.problem.empty());
  }
  CHECK(ProxiesFor(kPlain, "good:80;bad:x").problem.find("bad:x") != std::string::npos);
  CHECK(ProxiesFor(kPlain, "ftp=bad:x;good:80").failure == S_OK);
}

TEST_CASE("behaviour 6.6: credentials in the system's settings are refused and not shown") {
  const ProxyAnswer answer = ProxiesFor(kPlain, "http://user:secret@proxy:80");
  CHECK(answer.failure == IXP_E_FAILED_TO_CONNECT);
  CHECK(answer.problem.find("secret") == std::string::npos);
  CHECK(answer.problem.find("***@proxy:80") != std::string::npos);
}

TEST_CASE("behaviour 6.6: exceptions name hosts, with * for any text") {
  for (const std::string_view list :
       {"mail.example", "MAIL.Example", "*.example", "mail.*", "*", "m*l.ex*e", "**", "a;mail.example",
        "a mail.example", "*mail.example*", "mail.example:80", "http://mail.example", "http://*.example:80",
        "http://*"}) {
    CAPTURE(list);
    CHECK(IsProxyException(kPlain, list));
  }
  for (const std::string_view list :
       {"", ";", "example", "ail.example", "mail.exampl", "*.mail.example", ".example", "mail.example:8080",
        "https://mail.example", "mail.example/", "<local>", "<-loopback>", "http://", "*.exampl", "m*x"}) {
    CAPTURE(list);
    CHECK_FALSE(IsProxyException(kPlain, list));
  }
  CHECK(IsProxyException(kSecure, "https://*.example"));
  CHECK(IsProxyException(kSecure, "mail.example:443"));
  CHECK(IsProxyException("http://192.168.1.9:8080/", "192.168.*"));
  CHECK(IsProxyException("http://[2001:db8::1]:8080/", "[2001:db8:*]:8080"));
  CHECK_FALSE(IsProxyException("http://192.168.1.9:8080/", "192.168.*:80"));
}

TEST_CASE("behaviour 6.6: <local> is every name without a dot") {
  CHECK(IsProxyException("http://intranet/", "*.corp;<local>"));
  CHECK(IsProxyException("https://INTRANET:8443/", "<LOCAL>"));
  for (const std::string url : {"http://intra.net/", "http://10.0.0.1/", "http://[fe80::1]/"}) {
    CAPTURE(url);
    CHECK_FALSE(IsProxyException(url, "<local>"));
  }
}

TEST_CASE("behaviour 6.6: this machine is reached directly, unless the exceptions take that back") {
  for (const std::string url : {"http://localhost/", "https://LOCALHOST:1/", "http://a.localhost/",
                                "http://127.0.0.1/", "http://127.255.0.1:80/", "http://[::1]/"}) {
    CAPTURE(url);
    CHECK(StaysOnThisMachine(url, ""));
    CHECK(StaysOnThisMachine(url, "<local>;*.corp"));
    CHECK_FALSE(StaysOnThisMachine(url, "*.corp;<-Loopback>"));
  }
  for (const std::string url : {"http://notlocalhost/", "http://127.example/", "http://127.0.0.1.example/",
                                "http://128.0.0.1/", "http://localhost.example/", "http://[::2]/"}) {
    CAPTURE(url);
    CHECK_FALSE(StaysOnThisMachine(url, ""));
  }
}

TEST_CASE("behaviour 6.6: a script sees of an https URL only where it goes") {
  CHECK(UrlForScript(kPlain) == kPlain);
  CHECK(UrlForScript(kSecure) == "https://mail.example/");
  CHECK(UrlForScript("https://mail.example:8443?secret") == "https://mail.example:8443/");
  CHECK(UrlForScript("https://mail.example") == "https://mail.example/");
}
