// Header fields: what a client may send, and what is hidden when lines are shown.
#include "http/headers.h"

#include <doctest/doctest.h>

#include <string>

using namespace imnxport;

TEST_CASE("a field name is a token (RFC 9110 section 5.6.2)") {
  for (const std::string name :
       {"X", "X-Custom", "x_custom.1", "!#$%&'*+-.^_`|~09azAZ", "Authorization", "Accept"}) {
    CAPTURE(name);
    CHECK(MaySendHeader(name, "v"));
  }
  for (int byte = 0; byte <= 255; ++byte) {
    CAPTURE(byte);
    const char c = static_cast<char>(byte);
    const bool token =
        byte > 0x20 && byte < 0x7F && std::string("\"(),/:;<=>?@[\\]{}").find(c) == std::string::npos;
    CHECK(MaySendHeader(std::string("X") + c, "v") == token);
  }
  CHECK_FALSE(MaySendHeader("", "v"));
}

TEST_CASE("a field value has no control character but tab, so that it cannot begin another line") {
  for (int byte = 0; byte <= 255; ++byte) {
    CAPTURE(byte);
    const bool good = byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    CHECK(MaySendHeader("X-A", std::string("a") + static_cast<char>(byte) + "b") == good);
  }
  CHECK(MaySendHeader("X-A", ""));
  CHECK_FALSE(MaySendHeader("X-A", "a\r\nHost: other"));
}

TEST_CASE("fields that say where a request goes and where its entity ends belong to the transport") {
  for (const std::string name :
       {"Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Expect", "TE",
        "Trailer", "Upgrade", "Keep-Alive", "Proxy-Connection", "User-Agent", "Accept-Encoding", "host",
        "CONTENT-LENGTH", "tRANSFER-eNCODING"}) {
    CAPTURE(name);
    CHECK_FALSE(MaySendHeader(name, "v"));
  }
}

TEST_CASE("HasNoControls: tab counts only when it is asked for, DEL and NUL always") {
  CHECK(HasNoControls(""));
  CHECK(HasNoControls("text/plain; charset=\"utf-8\""));
  CHECK(HasNoControls("\x80\xFF"));
  CHECK_FALSE(HasNoControls("a\tb"));
  CHECK(HasNoControls("a\tb", true));
  for (const char* text : {"a\nb", "a\rb", "\x01", "\x1F", "\x7F"}) {
    CHECK_FALSE(HasNoControls(text));
    CHECK_FALSE(HasNoControls(text, true));
  }
  CHECK_FALSE(HasNoControls(std::string_view("a\0b", 3), true));
}

TEST_CASE("field names are compared without case") {
  CHECK(SameHeaderName("Location", "lOCATION"));
  CHECK(SameHeaderName("", ""));
  CHECK_FALSE(SameHeaderName("Location", "Locatio"));
  CHECK_FALSE(SameHeaderName("Location", "Locatiom"));
  CHECK_FALSE(SameHeaderName("X^", "x~"));  // differ by 0x20 only, and are no letters
}

TEST_CASE("FindHeader gives the first field of a name") {
  const Headers headers = {{"A", "1"}, {"B", "2"}, {"a", "3"}};
  REQUIRE(FindHeader(headers, "a"));
  CHECK(*FindHeader(headers, "a") == "1");
  CHECK(*FindHeader(headers, "B") == "2");
  CHECK(FindHeader(headers, "C") == nullptr);
  CHECK(FindHeader({}, "A") == nullptr);
}

TEST_CASE("RemoveHeader takes out every field of a name and leaves the others in their order") {
  Headers headers = {{"A", "1"}, {"B", "2"}, {"a", "3"}, {"C", "4"}};
  RemoveHeader(&headers, "a");
  REQUIRE(headers.size() == 2);
  CHECK(headers[0].name == "B");
  CHECK(headers[1].name == "C");
  RemoveHeader(&headers, "D");
  CHECK(headers.size() == 2);
}

TEST_CASE("behaviour 6.2: fields that carry a secret of one origin are known, in any case") {
  for (const std::string name :
       {"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "authorization", "COOKIE",
        "Authentication-Info", "Proxy-Authentication-Info"}) {
    CAPTURE(name);
    CHECK(IsSecretHeader(name));
  }
  for (const std::string name :
       {"", "Accept", "X-Authorization", "Authorization2", "WWW-Authenticate", "Location"}) {
    CAPTURE(name);
    CHECK_FALSE(IsSecretHeader(name));
  }
}

TEST_CASE("behaviour 6.2: the value of a secret is shown as ***, everything else as it is") {
  const std::string rows[][2] = {
      {"Authorization: Basic dXNlcjpwYXNz", "Authorization: ***"},
      {"authorization:Bearer x", "authorization: ***"},
      {"Proxy-Authorization: Negotiate YII=", "Proxy-Authorization: ***"},
      {"Set-Cookie: id=1; path=/", "Set-Cookie: ***"},
      {"Authorization:", "Authorization: ***"},
      {"POST /Authorization: HTTP/1.1", "POST /Authorization: HTTP/1.1"},
      {"HTTP/1.1 401 Unauthorized", "HTTP/1.1 401 Unauthorized"},
      {"WWW-Authenticate: Basic realm=\"x: y\"", "WWW-Authenticate: Basic realm=\"x: y\""},
      {"Location: http://h/Authorization: x", "Location: http://h/Authorization: x"},
      {"", ""},
      {":", ":"},
  };
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CHECK(RedactLine(row[0]) == row[1]);
  }
}

TEST_CASE("behaviour 6.2: a secret is hidden also where a careless server puts a space before the colon") {
  CHECK(RedactLine("Set-Cookie : id=secret").find("secret") == std::string::npos);
  CHECK(RedactLine("Authentication-Info\t: secret").find("secret") == std::string::npos);
}
