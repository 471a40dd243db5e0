// INETSERVER: what is valid, and which origin its credentials are for.
#include "transport/server_info.h"

#include <doctest/doctest.h>

#include <cstring>
#include <string>

using namespace imnxport;

namespace {

INETSERVER Server(const char* name, DWORD port = 0, BOOL ssl = FALSE) {
  INETSERVER server{};
  SetServerText(server.szServerName, name);
  SetServerText(server.szUserName, "user");
  SetServerText(server.szPassword, "password");
  server.dwPort = port;
  server.fSSL = ssl;
  return server;
}

std::string OriginOf(const INETSERVER& server) {
  Credentials credentials;
  REQUIRE(CredentialsOfServer(server, &credentials));
  return credentials.origin;
}

}  // namespace

TEST_CASE("behaviour 2.3: an empty INETSERVER, a host name and an absolute http(s) URL are valid") {
  CHECK(IsValidServer(INETSERVER{}));
  for (const char* name : {"", "h", "mail.example.com", "h:8080", "127.0.0.1", "[::1]", "[::1]:81",
                           "http://h", "https://h:444/some/path?q#f", "HTTP://H/"}) {
    CAPTURE(std::string(name));
    CHECK(IsValidServer(Server(name)));
    CHECK(IsValidServer(Server(name, 65535, TRUE)));
  }
}

TEST_CASE("behaviour 2.3: what is neither a host name nor an http(s) URL is invalid") {
  for (const char* name :
       {"h/path", "/h", "user@h", "http://user@h/", "http://user:pw@h", "h?q", "h#f", "ftp://h", "http://",
        "https:///x", "://h", "h h", " h", "h:0", "h:65536", "h:x", "[::1", "\xC3\xA9", "h\\x"}) {
    CAPTURE(std::string(name));
    CHECK_FALSE(IsValidServer(Server(name)));
  }
}

TEST_CASE("behaviour 2.3: a port beyond 65535 is invalid") {
  CHECK(IsValidServer(Server("h", 1)));
  CHECK(IsValidServer(Server("h", 65535)));
  CHECK_FALSE(IsValidServer(Server("h", 65536)));
  CHECK_FALSE(IsValidServer(Server("", 65536)));
  CHECK_FALSE(IsValidServer(Server("h", 0xFFFFFFFF)));
}

TEST_CASE("behaviour 2.3: every text must end inside its array and have no control characters") {
  const auto texts = {&INETSERVER::szAccount, &INETSERVER::szUserName, &INETSERVER::szPassword,
                      &INETSERVER::szServerName, &INETSERVER::szConnectoid};
  for (const auto text : texts) {
    INETSERVER server = Server("h");
    SetServerText(server.*text, "text");
    CHECK(IsValidServer(server));
    for (const char* bad : {"a\nb", "\r", "a\tb", "\x01", "a\x7F"}) {
      SetServerText(server.*text, bad);
      CHECK_FALSE(IsValidServer(server));
    }
    std::memset(server.*text, 'a', sizeof(server.*text));
    CHECK_FALSE(IsValidServer(server));
    (server.*text)[255] = '\0';
    CHECK(IsValidServer(server));
  }
}

TEST_CASE("what stands behind the end of a text does not count") {
  INETSERVER server = Server("h");
  server.szServerName[5] = '\n';
  server.szUserName[50] = '\x01';
  CHECK(IsValidServer(server));
  CHECK(OriginOf(server) == "http://h:80");
}

TEST_CASE("behaviour 2.3: without a user name there are no credentials") {
  INETSERVER server = Server("h");
  server.szUserName[0] = '\0';
  Credentials credentials;
  CHECK_FALSE(CredentialsOfServer(server, &credentials));
}

TEST_CASE("behaviour 2.3: user and password are those of the structure, an empty password is one too") {
  INETSERVER server = Server("h");
  Credentials credentials;
  REQUIRE(CredentialsOfServer(server, &credentials));
  CHECK(credentials.user == "user");
  CHECK(credentials.password == "password");
  server.szPassword[0] = '\0';
  REQUIRE(CredentialsOfServer(server, &credentials));
  CHECK(credentials.password == "");
}

TEST_CASE("behaviour 2.3: name, scheme, port and fSSL say which origin the credentials are for") {
  struct Row {
    const char* name;
    DWORD port;
    BOOL ssl;
    const char* origin;
  };
  const Row rows[] = {
      {"h", 0, FALSE, "http://h:80"},
      {"h", 0, TRUE, "https://h:443"},
      {"H.Example", 0, FALSE, "http://h.example:80"},
      {"h", 8080, FALSE, "http://h:8080"},
      {"h", 8443, TRUE, "https://h:8443"},
      {"h:81", 0, FALSE, "http://h:81"},
      {"http://h/path?q", 0, FALSE, "http://h:80"},
      {"https://h", 0, FALSE, "https://h:443"},
      {"http://h", 0, TRUE, "http://h:80"},  // the URL's scheme comes before fSSL
      {"https://h", 444, FALSE, "https://h:444"},
      {"[::1]", 0, FALSE, "http://[::1]:80"},
      {"[::1]", 81, FALSE, "http://[::1]:81"},
      {"", 0, FALSE, ""},  // bound to the first command's
      {"", 81, TRUE, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.name));
    CHECK(OriginOf(Server(row.name, row.port, row.ssl)) == row.origin);
  }
}

TEST_CASE("SetServerText cuts what is too long and always ends the text") {
  INETSERVER server;
  std::memset(&server, 'x', sizeof server);
  SetServerText(server.szServerName, std::string(1000, 'a').c_str());
  CHECK(std::strlen(server.szServerName) == 255);
  CHECK(server.szConnectoid[0] == 'x');  // the next array is untouched
  SetServerText(server.szServerName, "");
  CHECK(server.szServerName[0] == '\0');
  SetServerText(server.szServerName, "abc");
  CHECK(std::string(server.szServerName) == "abc");
}
