// What may be posted to, origins, and what a Location means.
#include "http/url.h"

#include <doctest/doctest.h>

#include <string>

using namespace imnxport;
using namespace std::string_literals;

namespace {

std::string OfLength(size_t length) {
  std::string url = "http://h/";
  url.resize(length, 'a');
  return url;
}

bool IsGood(std::string_view url) {
  std::string checked = "untouched";
  return CheckUrl(url, &checked) == S_OK;
}

}  // namespace

TEST_CASE("behaviour 3.1: absolute http and https URLs are good, and posted to as they are written") {
  for (const std::string url : {
           "http://h",
           "https://h/",
           "HTTP://H/X",
           "hTTps://Example.COM/",
           "http://h:1/",
           "https://h:65535/x",
           "http://127.0.0.1:8080/a?b=c",
           "http://[::1]/",
           "http://[::1]:8080/x",
           "http://[2001:db8::7]",
           "http://h?x",
           "http://h/?",
           "http://h/a%20b%00",
           "http://h/@x",
           "http://h/x?u=a@b",
           "http://h/../a/./b//c",
           "http://xn--bcher-kva.example/",
           "http://h/:;,=+$!*'()~|{}\"<>^`\\[]",
           "http://a-b_c.example/",
           "http://example.com./",
       }) {
    CAPTURE(url);
    std::string checked;
    CHECK(CheckUrl(url, &checked) == S_OK);
    CHECK(checked == url);
  }
}

TEST_CASE("behaviour 3.1: a fragment is cut") {
  const std::string rows[][2] = {
      {"http://h/x#frag", "http://h/x"},
      {"http://h#f", "http://h"},
      {"http://h/#", "http://h/"},
      {"http://h/x?y#z?#", "http://h/x?y"},
      {"http://h/#user@other/", "http://h/"},
  };
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    std::string checked;
    CHECK(CheckUrl(row[0], &checked) == S_OK);
    CHECK(checked == row[1]);
  }
}

TEST_CASE("behaviour 3.1: what is not an absolute http or https URL is refused") {
  for (const std::string url : {"",
                                "h",
                                "/x",
                                "//h/x",
                                "h/x",
                                "h:80/x",
                                "?q",
                                "#f",
                                "http",
                                "http:",
                                "http:x",
                                "https//h/",
                                "ftp://h/",
                                "file:///etc/passwd",
                                "ws://h/",
                                "httpx://h/",
                                "xhttp://h/",
                                "mailto:a@b",
                                "javascript:alert(1)",
                                "://h/"}) {
    CAPTURE(url);
    CHECK_FALSE(IsGood(url));
  }
}

TEST_CASE("behaviour 3.1: an empty host is refused, however many slashes there are") {
  for (const std::string url :
       {"http:/", "http:/x", "http://", "https://", "http:///", "http:///x", "http:////x", "http://?q",
        "http://#f", "http://:80/", "http://:", "http:\\\\h/"}) {
    CAPTURE(url);
    CHECK_FALSE(IsGood(url));
  }
}

TEST_CASE("behaviour 3.1: user info is refused") {
  for (const std::string url :
       {"http://user@h/", "http://user:password@h/", "http://@h/", "http://:@h/", "http://:pw@h/",
        "http://a@b@h/", "http://h:80@other/", "https://user%40x@h/"}) {
    CAPTURE(url);
    CHECK_FALSE(IsGood(url));
  }
}

TEST_CASE("behaviour 3.1: hosts that are none are refused") {
  for (const std::string url :
       {"http://h\\@other/", "http://h%20o/", "http://h%00/", "http://h\"/", "http://h<x>/", "http://h{x}/",
        "http://h|x/", "http://b%C3%BCcher.example/", "http://%AAh/", "http://[::1/", "http://::1]/",
        "http://[]/", "http://[::g]/", "http://[::1]x/"}) {
    CAPTURE(url);
    CHECK_FALSE(IsGood(url));
  }
}

TEST_CASE("behaviour 3.1: ports that are none are refused") {
  for (const std::string url :
       {"http://h:0/", "http://h:00/", "http://[::1]:0/", "http://h:65536/", "http://h:-1/", "http://h:8o/",
        "http://h:99999999999999999999/", "http://h:80:80/", "http://h:+80/"}) {
    CAPTURE(url);
    CHECK_FALSE(IsGood(url));
  }
}

TEST_CASE(
    "behaviour 3.1: spaces, controls and bytes over 0x7F are refused everywhere, visible ASCII is not") {
  for (int byte = 0; byte <= 255; ++byte) {
    CAPTURE(byte);
    const std::string c(1, static_cast<char>(byte));
    const bool visible = byte > 0x20 && byte < 0x7F;
    CHECK(IsGood("http://h/a" + c + "b") == visible);
    CHECK(IsGood("http://h/?a" + c) == visible);
    if (!visible) {
      CHECK_FALSE(IsGood(c + "http://h/"));
      CHECK_FALSE(IsGood("http://h" + c + "/"));
      CHECK_FALSE(IsGood("http://h/#a" + c));
    }
  }
}

TEST_CASE("behaviour 3.1: 8,192 bytes are good, 8,193 are not, fragment and all") {
  CHECK(IsGood(OfLength(8192)));
  CHECK_FALSE(IsGood(OfLength(8193)));
  CHECK(IsGood(OfLength(8190) + "#f"));
  CHECK_FALSE(IsGood(OfLength(8190) + "#ff"));
}

TEST_CASE("a URL that is refused leaves the result as it was") {
  std::string checked = "untouched";
  for (const std::string& url : {"ftp://h/"s, "http://u@h/"s, "http://h:0/"s, "http:///"s, OfLength(9000)}) {
    CHECK(CheckUrl(url, &checked) == E_INVALIDARG);
  }
  CHECK(checked == "untouched");
}

TEST_CASE("behaviour 6.2: an origin is scheme, host and port, in lower case and complete") {
  const std::string rows[][2] = {
      {"http://h", "http://h:80"},
      {"https://h/x?y", "https://h:443"},
      {"HTTP://HOST/Path", "http://host:80"},
      {"http://h:80/", "http://h:80"},
      {"http://h:443/", "http://h:443"},
      {"https://h:8443/a/b", "https://h:8443"},
      {"http://[::1]/", "http://[::1]:80"},
      {"http://[2001:DB8::7]:81/", "http://[2001:db8::7]:81"},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
      {"http://user:password@h/", "http://h:80"},
  };
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CHECK(UrlOrigin(row[0]) == row[1]);
  }
}

TEST_CASE("behaviour 6.2: different scheme, host or port are different origins") {
  CHECK(UrlOrigin("http://h/") != UrlOrigin("https://h/"));
  CHECK(UrlOrigin("http://h/") != UrlOrigin("http://h:81/"));
  CHECK(UrlOrigin("http://h/") != UrlOrigin("http://h.example/"));
  CHECK(UrlOrigin("http://h:443/") != UrlOrigin("https://h/"));
}

TEST_CASE("what is no http or https URL has no origin") {
  for (const std::string url : {"", "h", "h:80", "ftp://h/", "file:///x", "mailto:a@b", "http://", "//h"}) {
    CAPTURE(url);
    CHECK(UrlOrigin(url) == "");
  }
}

TEST_CASE("behaviour 5.2: a Location is made absolute as RFC 3986 section 5 says") {
  const std::string base = "http://h:81/a/b?q";
  const std::string rows[][2] = {
      {"c", "http://h:81/a/c"},
      {"./c", "http://h:81/a/c"},
      {"../c", "http://h:81/c"},
      {"../../../c", "http://h:81/c"},
      {"/c/d", "http://h:81/c/d"},
      {"/", "http://h:81/"},
      {"?r", "http://h:81/a/b?r"},
      {"//other/c", "http://other/c"},
      {"//other:82", "http://other:82/"},
      {"https://other/c?d", "https://other/c?d"},
      {"HTTP://Other/c", "http://Other/c"},
      {"/c%20d", "http://h:81/c%20d"},
      {"c:d/e", ""},  // "c" is a scheme here, and there is no URL of it
  };
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CHECK(ResolveUrl(base, row[0]) == row[1]);
  }
}

TEST_CASE("a Location with spaces or bytes over 0x7F, as servers send them, is percent-encoded") {
  CHECK(ResolveUrl("http://h/a/", "my file.eml") == "http://h/a/my%20file.eml");
  CHECK(ResolveUrl("http://h/a/", "http://h/\xC3\xA9") == "http://h/%C3%A9");
}

TEST_CASE("a Location of another scheme is told as it is") {
  CHECK(ResolveUrl("http://h/a", "ftp://other/x") == "ftp://other/x");
}

TEST_CASE("behaviour 6.1: a Location that is no URL is none, and never becomes another host") {
  for (const std::string reference :
       {"mailto:a@b", "data:text/plain,x", "javascript:x", "http:", "http://", "http:/other/x",
        "https:///other", "http://h:99999/", "//", "//h\x7F/"}) {
    CAPTURE(reference);
    CHECK(ResolveUrl("http://h/a", reference) == "");
  }
  CHECK(ResolveUrl("not a url", "/x") == "");
}

TEST_CASE("HasScheme compares without case and wants the two slashes") {
  CHECK(HasScheme("http://h", "http"));
  CHECK(HasScheme("HtTpS://h", "https"));
  CHECK(HasScheme("http://", "http"));
  CHECK_FALSE(HasScheme("https://h", "http"));
  CHECK_FALSE(HasScheme("http://h", "https"));
  CHECK_FALSE(HasScheme("http:/h", "http"));
  CHECK_FALSE(HasScheme("http", "http"));
  CHECK_FALSE(HasScheme("", "http"));
}
