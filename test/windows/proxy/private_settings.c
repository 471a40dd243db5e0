/* private_settings.c: writing the settings as Windows keeps them, for this process alone. */
#include "private_settings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#include <windows.h>
#include <winhttp.h>
/* clang-format on */

/* Flags of the value DefaultConnectionSettings, those of INTERNET_PER_CONN_FLAGS. */
enum { kDirect = 1, kProxy = 2, kScript = 4 };

static const char kConnections[] =
    "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";
static char private_name[64];
static HKEY private_root;

typedef struct Blob {
  BYTE bytes[4096];
  DWORD size;
} Blob;

static void AddNumber(Blob* blob, DWORD number) {
  memcpy(blob->bytes + blob->size, &number, sizeof number);
  blob->size += (DWORD)sizeof number;
}

static void AddText(Blob* blob, const char* text) {
  DWORD size = text ? (DWORD)strlen(text) : 0;
  REQUIRE(blob->size + size + 64 < sizeof blob->bytes);
  AddNumber(blob, size);
  if (size > 0) memcpy(blob->bytes + blob->size, text, size);
  blob->size += size;
}

void SettingsStart(void) {
  static const char* const kVariables[] = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"};
  for (size_t i = 0; i < sizeof kVariables / sizeof *kVariables; ++i)
    SetEnvironmentVariableA(kVariables[i], NULL);
  snprintf(private_name, sizeof private_name, "Software\\imnxport-test-%lu",
           (unsigned long)GetCurrentProcessId());
  REQUIRE(RegCreateKeyExA(HKEY_CURRENT_USER, private_name, 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS, NULL,
                          &private_root, NULL) == ERROR_SUCCESS);
  REQUIRE(RegOverridePredefKey(HKEY_CURRENT_USER, private_root) == ERROR_SUCCESS);
  SettingsSet((UserSettings){0});
}

void SettingsEnd(void) {
  CHECK_EQ(RegOverridePredefKey(HKEY_CURRENT_USER, NULL), ERROR_SUCCESS);
  RegCloseKey(private_root);
  CHECK_EQ(RegDeleteTreeA(HKEY_CURRENT_USER, private_name), ERROR_SUCCESS);
}

static int IsText(const WCHAR* wide, const char* expected) {
  char text[1024] = "";
  if (wide) WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, (int)sizeof text, NULL, NULL);
  return strcmp(text, expected ? expected : "") == 0;
}

void SettingsSet(UserSettings settings) {
  Blob blob = {.size = 0};
  AddNumber(&blob, 0x46);
  AddNumber(&blob, 1);
  AddNumber(&blob, kDirect | (settings.proxies ? kProxy : 0) | (settings.script ? kScript : 0));
  AddText(&blob, settings.proxies);
  AddText(&blob, settings.exceptions);
  AddText(&blob, settings.script);
  memset(blob.bytes + blob.size, 0, 32);
  blob.size += 32;
  HKEY key;
  REQUIRE(RegCreateKeyExA(HKEY_CURRENT_USER, kConnections, 0, NULL, REG_OPTION_VOLATILE, KEY_WRITE, NULL,
                          &key, NULL) == ERROR_SUCCESS);
  REQUIRE(RegSetValueExA(key, "DefaultConnectionSettings", 0, REG_BINARY, blob.bytes, blob.size) ==
          ERROR_SUCCESS);
  RegCloseKey(key);

  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG seen = {0};
  REQUIRE(WinHttpGetIEProxyConfigForCurrentUser(&seen));
  REQUIRE(IsText(seen.lpszProxy, settings.proxies));
  REQUIRE(IsText(seen.lpszProxyBypass, settings.exceptions));
  REQUIRE(IsText(seen.lpszAutoConfigUrl, settings.script));
  REQUIRE(!seen.fAutoDetect);
  GlobalFree(seen.lpszProxy);
  GlobalFree(seen.lpszProxyBypass);
  GlobalFree(seen.lpszAutoConfigUrl);
}

void ProxyFixtureStart(Fixture* fixture) {
  SettingsStart();
  FixtureStart(fixture);
}

void ProxyFixtureEnd(Fixture* fixture) {
  FixtureEnd(fixture);
  SettingsEnd();
}

const char* Format(const char* format, ...) {
  char* text = malloc(1024);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, 1024, format, arguments);
  va_end(arguments);
  return text;
}

const char* Address(Server* server) { return Format("127.0.0.1:%d", ServerPort(server)); }

void Configure(void* transport, DWORD flags, const char* proxy) {
  void* extension = NULL;
  REQUIRE(S0_QueryInterface(transport, &IID_IImnxportTransport, &extension) == S_OK);
  IMNXPORT_OPTIONS options = {.cbSize = sizeof options, .dwFlags = flags, .pszProxy = proxy};
  REQUIRE(S3_Configure(extension, &options) == S_OK);
  S2_Release(extension);
}

Response PostAndWait(Fixture* fixture, const char* url) {
  int number = RecorderDone(fixture->recorder);
  OddStream* stream = OddStreamMake(1000);
  REQUIRE(S15_CommandPOST(fixture->transport, url, stream, NULL, 0) == S_OK);
  REQUIRE(RecorderWaitDone(fixture->recorder, number + 1));
  OddStreamEnd(stream);
  return RecorderFinal(fixture->recorder, number);
}

const char* TargetOf(Server* server, int index) {
  const Request* request = ServerWaitEnd(server, index);
  REQUIRE(request != NULL);
  CHECK_EQ(request->complete, 1);
  return RequestTarget(request);
}
