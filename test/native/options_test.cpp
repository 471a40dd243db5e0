// Options of a transport and of a post: checked, copied, and compatible with older headers.
#include "transport/options.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace imnxport;

namespace {

IMNXPORT_OPTIONS Options() {
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  return options;
}

IMNXPORT_POST Post() {
  IMNXPORT_POST post{};
  post.cbSize = sizeof post;
  post.ullLength = IMNXPORT_UNKNOWN;
  return post;
}

HRESULT Read(const IMNXPORT_OPTIONS& options) {
  TransportOptions out;
  out.idle_timeout_ms = 4711;
  const HRESULT hr = ReadTransportOptions(&options, &out);
  if (FAILED(hr)) CHECK(out.idle_timeout_ms == 4711);  // as before
  return hr;
}

HRESULT Read(const IMNXPORT_POST& post) {
  PostOptions out;
  out.context = 4711;
  const HRESULT hr = ReadPostOptions("http://h/", false, &post, &out);
  if (FAILED(hr)) CHECK(out.context == 4711);
  return hr;
}

}  // namespace

TEST_CASE("no options are the defaults") {
  TransportOptions out;
  out.idle_timeout_ms = 5;
  out.log_commands = true;
  CHECK(ReadTransportOptions(nullptr, &out) == S_OK);
  CHECK(out.idle_timeout_ms == 0);
  CHECK_FALSE(out.log_commands);
  CHECK_FALSE(out.connection.direct);
  CHECK_FALSE(out.connection.accept_any_certificate);
  CHECK(out.connection.proxy == "");
  CHECK(out.headers.empty());
  CHECK_FALSE(out.credentials.has_value());
}

TEST_CASE("every member of the options arrives, as a copy") {
  std::string proxy = "http://proxy:3128", ca = "/certs.pem", user = "user", password = "p\xC3\xA4ss";
  std::string pem("PEM\0DER", 7), origin = "HTTPS://Host/path", name = "X-A", value = "v";
  const IMNXPORT_HEADER headers[] = {{name.c_str(), value.c_str()}, {"X-B", ""}};
  IMNXPORT_OPTIONS options = Options();
  options.dwFlags =
      IMNXPORT_OPT_NO_PROXY | IMNXPORT_OPT_LOG_COMMANDS | IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE;
  options.dwIdleTimeout = 1234;
  options.rgHeaders = headers;
  options.cHeaders = 2;
  options.pszProxy = proxy.c_str();
  options.pszCaFile = ca.c_str();
  options.pvCaPem = pem.data();
  options.cbCaPem = 7;
  options.pszUser = user.c_str();
  options.pszPassword = password.c_str();
  options.pszOrigin = origin.c_str();
  TransportOptions out;
  REQUIRE(ReadTransportOptions(&options, &out) == S_OK);
  for (std::string* text : {&proxy, &ca, &user, &password, &pem, &origin, &name, &value})
    text->assign(text->size(), '?');
  CHECK(out.connection.direct);
  CHECK(out.log_commands);
  CHECK(out.connection.accept_any_certificate);
  CHECK(out.idle_timeout_ms == 1234);
  REQUIRE(out.headers.size() == 2);
  CHECK(out.headers[0].name == "X-A");
  CHECK(out.headers[0].value == "v");
  CHECK(out.connection.proxy == "http://proxy:3128");
  CHECK(out.connection.ca_file == "/certs.pem");
  CHECK(out.connection.ca_pem == std::string("PEM\0DER", 7));
  REQUIRE(out.credentials.has_value());
  CHECK(out.credentials->user == "user");
  CHECK(out.credentials->password == "p\xC3\xA4ss");
  CHECK(out.credentials->origin == "https://host:443");
}

TEST_CASE("cbSize: only a size that was published is right, and never the middle of a member") {
  // The sizes of the first edition on 64-bit and on 32-bit systems: a later edition adds to this list.
  REQUIRE(sizeof(IMNXPORT_OPTIONS) == (sizeof(void*) == 8 ? 80 : 52));
  REQUIRE(sizeof(IMNXPORT_POST) == 40);
  for (DWORD size = 0; size < 200; ++size) {
    CAPTURE(size);
    IMNXPORT_OPTIONS options = Options();
    options.cbSize = size;
    CHECK(Read(options) == (size == sizeof options ? S_OK : E_INVALIDARG));
    IMNXPORT_POST post = Post();
    post.cbSize = size;
    CHECK(Read(post) == (size == sizeof post ? S_OK : E_INVALIDARG));
  }
  IMNXPORT_OPTIONS options = Options();
  options.cbSize = 0xFFFFFFFF;
  CHECK(Read(options) == E_INVALIDARG);
}

TEST_CASE("unknown flags and reserved members are refused, so that they can mean something later") {
  IMNXPORT_OPTIONS options = Options();
  options.dwFlags = 0x8;
  CHECK(Read(options) == E_INVALIDARG);
  options = Options();
  options.dwReserved = 1;
  CHECK(Read(options) == E_INVALIDARG);
  IMNXPORT_POST post = Post();
  post.dwReserved = 1;
  CHECK(Read(post) == E_INVALIDARG);
}

TEST_CASE("headers: NULL, a bad name or value, one of the transport's own and too many are refused") {
  const auto read = [](const IMNXPORT_HEADER* headers, DWORD count) {
    IMNXPORT_OPTIONS options = Options();
    options.rgHeaders = headers;
    options.cHeaders = count;
    IMNXPORT_POST post = Post();
    post.rgHeaders = headers;
    post.cHeaders = count;
    const HRESULT hr = Read(options);
    CHECK(Read(post) == hr);
    return hr;
  };
  CHECK(read(nullptr, 0) == S_OK);
  CHECK(read(nullptr, 1) == E_INVALIDARG);
  for (const IMNXPORT_HEADER& bad :
       {IMNXPORT_HEADER{nullptr, "v"}, IMNXPORT_HEADER{"X", nullptr}, IMNXPORT_HEADER{"", "v"},
        IMNXPORT_HEADER{"X:", "v"}, IMNXPORT_HEADER{"X", "a\r\nHost: h"},
        IMNXPORT_HEADER{"Content-Length", "5"}}) {
    const IMNXPORT_HEADER headers[] = {{"X-Good", "v"}, bad};
    CHECK(read(headers, 1) == S_OK);
    CHECK(read(headers, 2) == E_INVALIDARG);
  }
  const std::vector<IMNXPORT_HEADER> many(257, {"X", "v"});
  CHECK(read(many.data(), 256) == S_OK);
  CHECK(read(many.data(), 257) == E_INVALIDARG);
}

TEST_CASE("headers: 64 KiB for one and 256 KiB for all are good, a byte more is refused") {
  const auto read = [](const std::vector<std::string>& values) {
    std::vector<IMNXPORT_HEADER> headers;
    for (const std::string& value : values) headers.push_back({"X", value.c_str()});
    IMNXPORT_OPTIONS options = Options();
    options.rgHeaders = headers.data();
    options.cHeaders = static_cast<DWORD>(headers.size());
    return Read(options);
  };
  const std::string full(64 * 1024 - 1, 'v');  // with its name 64 KiB
  CHECK(read({full}) == S_OK);
  CHECK(read({full + "v"}) == E_INVALIDARG);
  CHECK(read({full, full, full, full}) == S_OK);
  CHECK(read({full, full, full, full, ""}) == E_INVALIDARG);
}

TEST_CASE("texts with control characters are refused") {
  for (LPCSTR IMNXPORT_OPTIONS::*text : {&IMNXPORT_OPTIONS::pszProxy, &IMNXPORT_OPTIONS::pszCaFile,
                                         &IMNXPORT_OPTIONS::pszUser, &IMNXPORT_OPTIONS::pszPassword}) {
    for (const char* bad : {"a\nb", "\r", "\x01", "a\tb", "\x7F"}) {
      IMNXPORT_OPTIONS options = Options();
      options.pszUser = "user";
      options.*text = bad;
      CHECK(Read(options) == E_INVALIDARG);
    }
  }
}

TEST_CASE("behaviour 3.1: a content type with any control byte is refused, tab too") {
  for (int byte = 1; byte <= 255; ++byte) {
    CAPTURE(byte);
    const std::string type = std::string("text/plain") + static_cast<char>(byte);
    IMNXPORT_POST post = Post();
    post.pszContentType = type.c_str();
    CHECK(Read(post) == (byte < 0x20 || byte == 0x7F ? E_INVALIDARG : S_OK));
  }
}

TEST_CASE("credentials: a password or an origin without a user, and an origin that is none, are refused") {
  const auto read = [](LPCSTR user, LPCSTR password, LPCSTR origin) {
    IMNXPORT_OPTIONS options = Options();
    options.pszUser = user;
    options.pszPassword = password;
    options.pszOrigin = origin;
    return Read(options);
  };
  CHECK(read("user", nullptr, nullptr) == S_OK);
  CHECK(read("user", "password", "http://h") == S_OK);
  CHECK(read(nullptr, "password", nullptr) == E_INVALIDARG);
  CHECK(read(nullptr, nullptr, "http://h") == E_INVALIDARG);
  for (const char* bad : {"", "h", "ftp://h", "http://user@h", "http://"}) {
    CHECK(read("user", "password", bad) == E_INVALIDARG);
  }
}

TEST_CASE("certificates in memory need memory") {
  IMNXPORT_OPTIONS options = Options();
  options.cbCaPem = 1;
  CHECK(Read(options) == E_INVALIDARG);
}

TEST_CASE("a post: the URL is checked and its fragment cut, and no options are those of CommandPOST") {
  PostOptions out;
  out.context = 5;
  CHECK(ReadPostOptions("http://h/x#f", false, nullptr, &out) == S_OK);
  CHECK(out.url == "http://h/x");
  CHECK(out.content_type == "");
  CHECK(out.context == 0);
  CHECK_FALSE(out.length.has_value());
  CHECK(ReadPostOptions("ftp://h/", false, nullptr, &out) == E_INVALIDARG);
  CHECK(out.url == "http://h/x");
}

TEST_CASE("a post: lengths up to 2^63-1 are lengths, IMNXPORT_UNKNOWN is none, others are refused") {
  const auto read = [](ULONGLONG length, PostOptions* out) {
    IMNXPORT_POST post = Post();
    post.ullLength = length;
    return ReadPostOptions("http://h/", false, &post, out);
  };
  PostOptions out;
  CHECK(read(0, &out) == S_OK);
  CHECK(out.length == uint64_t{0});
  CHECK(read(uint64_t{INT64_MAX}, &out) == S_OK);
  CHECK(out.length == uint64_t{INT64_MAX});
  CHECK(read(IMNXPORT_UNKNOWN, &out) == S_OK);
  CHECK_FALSE(out.length.has_value());
  CHECK(read(uint64_t{INT64_MAX} + 1, &out) == E_INVALIDARG);
  CHECK(read(IMNXPORT_UNKNOWN - 1, &out) == E_INVALIDARG);
}

TEST_CASE("a post's own headers take the place of the transport's with the same name") {
  const Headers merged =
      MergeHeaders({{"X-A", "own"}, {"x-b", "own"}}, {{"X-B", "general"}, {"X-C", "general"}});
  REQUIRE(merged.size() == 3);
  CHECK(*FindHeader(merged, "X-A") == "own");
  CHECK(*FindHeader(merged, "X-B") == "own");
  CHECK(*FindHeader(merged, "X-C") == "general");
  CHECK(MergeHeaders({}, {}).empty());
  CHECK(MergeHeaders({}, {{"A", "1"}, {"A", "2"}}).size() == 2);  // a field may be there twice
}
