/* proxy_posts.c: which way a post goes: the user's settings and exceptions, the environment, the option. */
#include <stdio.h>
#include <string.h>

/* clang-format off */
#include <windows.h>
/* clang-format on */

#include "private_settings.h"

/* A name that only a proxy could know: whoever goes there directly does not find it. */
static const char kFar[] = "http://mail.example/inbox/";

CASE(a_post_goes_through_the_users_proxy) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  SettingsSet((UserSettings){.proxies = Address(fixture.server)});
  CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.server, 0), kFar);
  const Request* request = ServerWaitEnd(fixture.server, 0);
  CHECK_TEXT(RequestField(request, "Host"), "mail.example");
  CHECK_EQ(request->body_size, 1000);
  ProxyFixtureEnd(&fixture);
}

CASE(without_a_proxy_a_post_goes_directly) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  CHECK_HR(PostAndWait(&fixture, ServerUrl(fixture.server, "/inbox/")).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.server, 0), "/inbox/");
  CHECK_HR(PostAndWait(&fixture, kFar).hr, IXP_E_CANT_FIND_HOST);
  ProxyFixtureEnd(&fixture);
}

CASE(each_protocol_has_its_own_proxy) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* secure = ServerStart();
  ServerAnswer(secure, (Answer){.text = "HTTP/1.1 403 Not Through Here\r\nContent-Length: 0\r\n\r\n"});
  SettingsSet((UserSettings){
      .proxies = Format("http=%s;https=%s;ftp=127.0.0.1:1", Address(fixture.server), Address(secure))});
  CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.server, 0), kFar);
  CHECK_HR(PostAndWait(&fixture, "https://mail.example/inbox/").hr, IXP_E_FAILED_TO_CONNECT);
  CHECK_TEXT(TargetOf(secure, 0), "mail.example:443");
  CHECK_EQ(ServerRequests(fixture.server), 1);
  ServerStop(secure);
  ProxyFixtureEnd(&fixture);
}

CASE(exceptions_go_directly) {
  static const char* const kLists[] = {"*.example", "intranet;MAIL.example:80", "http://mail.*"};
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  for (size_t i = 0; i < sizeof kLists / sizeof *kLists; ++i) {
    Looking(kLists[i]);
    SettingsSet((UserSettings){.proxies = Address(fixture.server), .exceptions = kLists[i]});
    CHECK_HR(PostAndWait(&fixture, kFar).hr, IXP_E_CANT_FIND_HOST);
  }
  Looking(NULL);
  CHECK_EQ(ServerConnections(fixture.server), 0);
  SettingsSet(
      (UserSettings){.proxies = Address(fixture.server), .exceptions = "example;*.mail.example;<local>"});
  CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
  CHECK_HR(PostAndWait(&fixture, "http://intranet-of-example/").hr, IXP_E_CANT_FIND_HOST);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  ProxyFixtureEnd(&fixture);
}

CASE(this_machine_is_reached_directly) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* mail = ServerStart();
  SettingsSet((UserSettings){.proxies = Address(fixture.server)});
  CHECK_HR(PostAndWait(&fixture, ServerUrl(mail, "/inbox/")).hr, S_OK);
  CHECK_TEXT(TargetOf(mail, 0), "/inbox/");
  SettingsSet((UserSettings){.proxies = Address(fixture.server), .exceptions = "<-loopback>"});
  CHECK_HR(PostAndWait(&fixture, ServerUrl(mail, "/inbox/")).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.server, 0), ServerUrl(mail, "/inbox/"));
  CHECK_EQ(ServerRequests(mail), 1);
  SettingsSet((UserSettings){.proxies = Address(fixture.server), .exceptions = "<-loopback>;127.*"});
  CHECK_HR(PostAndWait(&fixture, ServerUrl(mail, "/inbox/")).hr, S_OK);
  CHECK_TEXT(TargetOf(mail, 1), "/inbox/");
  ServerStop(mail);
  ProxyFixtureEnd(&fixture);
}

CASE(settings_are_read_for_each_post) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* other = ServerStart();
  for (int round = 0; round < 3; ++round) {
    SettingsSet((UserSettings){.proxies = Address(fixture.server)});
    CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
    SettingsSet((UserSettings){.proxies = Address(other)});
    CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
  }
  CHECK_EQ(ServerRequests(fixture.server), 3);
  CHECK_EQ(ServerRequests(other), 3);
  ServerStop(other);
  ProxyFixtureEnd(&fixture);
}

CASE(the_way_is_looked_up_for_each_hop) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* mail = ServerStart();
  SettingsSet((UserSettings){.proxies = Address(fixture.server)});
  /* Through the proxy to this machine, directly to a far one, and so through the proxy again. */
  static const char kMoved[] = "HTTP/1.1 307 Moved\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n";
  ServerAnswer(fixture.server, (Answer){.text = Format(kMoved, ServerUrl(mail, "/first/"))});
  ServerAnswer(mail, (Answer){.text = Format(kMoved, "http://other.example/second/")});
  Response response = PostAndWait(&fixture, kFar);
  CHECK_HR(response.hr, S_OK);
  CHECK_EQ(response.status, 201);
  CHECK_TEXT(TargetOf(fixture.server, 0), kFar);
  CHECK_TEXT(TargetOf(mail, 0), "/first/");
  CHECK_TEXT(TargetOf(fixture.server, 1), "http://other.example/second/");
  ServerStop(mail);
  ProxyFixtureEnd(&fixture);
}

CASE(the_option_goes_before_the_settings) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* other = ServerStart();
  SettingsSet((UserSettings){.proxies = Address(fixture.server), .exceptions = "<-loopback>"});
  Configure(fixture.transport, IMNXPORT_OPT_NO_PROXY, NULL);
  CHECK_HR(PostAndWait(&fixture, ServerUrl(other, "/inbox/")).hr, S_OK);
  CHECK_TEXT(TargetOf(other, 0), "/inbox/");
  /* A proxy that was named is used even for what the user's exceptions name. */
  SettingsSet((UserSettings){.proxies = Address(fixture.server), .exceptions = "*"});
  Configure(fixture.transport, 0, Format("http://%s", Address(other)));
  CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(other, 1), kFar);
  CHECK_EQ(ServerConnections(fixture.server), 0);
  ServerStop(other);
  ProxyFixtureEnd(&fixture);
}

CASE(the_environment_goes_before_the_settings) {
  static const char* const kNames[] = {"http_proxy", "HTTP_PROXY", "all_proxy"};
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* other = ServerStart();
  SettingsSet((UserSettings){.proxies = Address(fixture.server)});
  for (int i = 0; i < 3; ++i) {
    Looking(kNames[i]);
    SetEnvironmentVariableA(kNames[i], Format("http://%s", Address(other)));
    CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
    CHECK_TEXT(TargetOf(other, i), kFar);
    SetEnvironmentVariableA(kNames[i], NULL);
  }
  Looking("another protocol");
  SetEnvironmentVariableA("https_proxy", Format("http://%s", Address(other)));
  CHECK_HR(PostAndWait(&fixture, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.server, 0), kFar);
  CHECK_EQ(ServerRequests(other), 3);
  Looking(NULL);
  ServerStop(other);
  ProxyFixtureEnd(&fixture);
}

CASE(exceptions_of_the_environment_count_for_the_settings_too) {
  static const char* const kLists[] = {"*", "mail.example", ".example"};
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  SettingsSet((UserSettings){.proxies = Address(fixture.server)});
  for (int i = 0; i < 3; ++i) {
    Looking(kLists[i]);
    SetEnvironmentVariableA("no_proxy", kLists[i]);
    CHECK_HR(PostAndWait(&fixture, kFar).hr, IXP_E_CANT_FIND_HOST);
  }
  Looking(NULL);
  CHECK_EQ(ServerConnections(fixture.server), 0);
  ProxyFixtureEnd(&fixture);
}

CASE(a_proxy_that_cannot_be_understood_fails_the_post) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* mail = ServerStart();
  SettingsSet(
      (UserSettings){.proxies = "http=http://user:secret@proxy.example:x", .exceptions = "<-loopback>"});
  Response response = PostAndWait(&fixture, ServerUrl(mail, "/inbox/"));
  CHECK_HR(response.hr, IXP_E_FAILED_TO_CONNECT);
  CHECK_EQ(response.errors_before, 1);
  CHECK(strstr(response.problem, "@proxy.example:x") != NULL);
  CHECK(strstr(response.problem, "secret") == NULL);
  CHECK_EQ(ServerConnections(mail), 0);
  /* The transport goes on. */
  SettingsSet((UserSettings){0});
  CHECK_HR(PostAndWait(&fixture, ServerUrl(mail, "/inbox/")).hr, S_OK);
  ServerStop(mail);
  ProxyFixtureEnd(&fixture);
}

CASE(a_proxy_that_is_not_there_hands_over_to_the_next) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* gone = ServerStart();
  const char* nobody = Address(gone);
  ServerStop(gone);
  SettingsSet((UserSettings){.proxies = Format("%s;nowhere.invalid:80;%s", nobody, Address(fixture.server))});
  Response response = PostAndWait(&fixture, kFar);
  CHECK_HR(response.hr, S_OK);
  CHECK_EQ(response.errors_before, 0);
  CHECK_TEXT(TargetOf(fixture.server, 0), kFar);
  /* But never to no proxy at all. */
  SettingsSet((UserSettings){.proxies = nobody, .exceptions = "<-loopback>"});
  response = PostAndWait(&fixture, ServerUrl(fixture.server, "/inbox/"));
  CHECK_HR(response.hr, IXP_E_FAILED_TO_CONNECT);
  CHECK_EQ(response.errors_before, 1);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  ProxyFixtureEnd(&fixture);
}

CASE(a_proxy_that_refuses_has_the_last_word) {
  Fixture fixture;
  ProxyFixtureStart(&fixture);
  Server* other = ServerStart();
  ServerAnswer(fixture.server,
               (Answer){.text = "HTTP/1.1 403 Not Through Here\r\nContent-Length: 0\r\n\r\n"});
  SettingsSet((UserSettings){.proxies = Format("%s;%s", Address(fixture.server), Address(other))});
  CHECK_HR(PostAndWait(&fixture, "https://mail.example/").hr, IXP_E_FAILED_TO_CONNECT);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  CHECK_EQ(ServerConnections(other), 0);
  ServerStop(other);
  ProxyFixtureEnd(&fixture);
}
