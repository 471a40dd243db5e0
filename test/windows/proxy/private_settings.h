/* private_settings.h: proxy settings that only this process has, and what the cases need beside them. */
#ifndef IMNXPORT_TEST_PRIVATE_SETTINGS_H
#define IMNXPORT_TEST_PRIVATE_SETTINGS_H

#include "support/fixture.h"

/* What a user can set; NULL: not set. */
typedef struct UserSettings {
  const char* proxies;
  const char* exceptions;
  const char* script;
} UserSettings;

/* HKEY_CURRENT_USER becomes a key of this process's own until SettingsEnd, so that nobody else's settings
 * change and tests may run side by side. The environment names no proxy. */
void SettingsStart(void);
void SettingsEnd(void);
/* They count from now on; checks that WinHTTP sees them. */
void SettingsSet(UserSettings settings);

/* Private settings, and a fixture with InitNew; its server plays the proxy. */
void ProxyFixtureStart(Fixture* fixture);
void ProxyFixtureEnd(Fixture* fixture);

/* Texts that live as long as the process. */
const char* Format(const char* format, ...) __attribute__((format(printf, 1, 2)));
/* "127.0.0.1:port" */
const char* Address(Server* server);

/* IImnxportTransport::Configure. */
void Configure(void* transport, DWORD flags, const char* proxy);
/* Posts a small entity and waits for the end; the final response. */
Response PostAndWait(Fixture* fixture, const char* url);
/* The target of the request line of number `index`, which must have come whole. */
const char* TargetOf(Server* server, int index);

#endif
