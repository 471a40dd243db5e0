/* registry.c: reading, writing and comparing keys. */
#include "registry.h"

#include <windows.h>
#include <aclapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "support/check.h"

#define OTHER_VIEW (sizeof(void*) == 8 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY)

static const wchar_t* const kOurs[] = {OUR_KEY,          CLASSIC_KEY,   OUR_PROGID,
                                       OUR_PROGID L".1", POSTER_KEY,    POSTER_INTERFACE_KEY,
                                       LIBRARY_KEY,      POSTER_PROGID, POSTER_PROGID L".1"};
static const wchar_t* const kParents[] = {L"CLSID", L"Interface", L"TypeLib"};

static HKEY Hive(Scope scope) { return scope == kUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE; }

static const wchar_t* Full(const wchar_t* path) {
  static wchar_t full[512];
  swprintf(full, 512, L"Software\\Classes\\%ls", path);
  return full;
}

/* A text that grows. */
typedef struct Text {
  char* data;
  size_t size;
} Text;

static void Add(Text* text, const char* more) {
  size_t size = strlen(more);
  text->data = realloc(text->data, text->size + size + 1);
  REQUIRE(text->data != NULL);
  memcpy(text->data + text->size, more, size + 1);
  text->size += size;
}

static void AddWide(Text* text, const wchar_t* more, size_t units) {
  for (size_t i = 0; i < units; ++i) {
    char unit[16];
    snprintf(unit, sizeof unit, more[i] >= 32 && more[i] < 127 ? "%c" : "\\u%04X", more[i]);
    Add(text, unit);
  }
}

static int Later(const void* a, const void* b) { return strcmp(*(char* const*)a, *(char* const*)b); }

/* The lines, sorted: the registry keeps no order. */
static void AddSorted(Text* text, char** lines, DWORD count) {
  qsort(lines, count, sizeof *lines, Later);
  for (DWORD i = 0; i < count; ++i) {
    Add(text, lines[i]);
    free(lines[i]);
  }
  free(lines);
}

static char* ValueLine(HKEY key, DWORD index) {
  static wchar_t name[16384];
  static BYTE data[65536];
  DWORD name_size = 16384, size = sizeof data, type = 0;
  REQUIRE(RegEnumValueW(key, index, name, &name_size, NULL, &type, data, &size) == ERROR_SUCCESS);
  Text line = {0};
  AddWide(&line, name, name_size);
  const wchar_t* wide = (const wchar_t*)data;
  size_t units = size / sizeof *wide;
  if (type == REG_SZ && units > 0 && wcsnlen(wide, units) == units - 1) {
    Add(&line, "=");
    AddWide(&line, wide, units - 1);
  } else {
    char part[32];
    snprintf(part, sizeof part, "=<%lu>:", (unsigned long)type);
    Add(&line, part);
    for (DWORD i = 0; i < size; ++i) {
      snprintf(part, sizeof part, "%02x", data[i]);
      Add(&line, part);
    }
  }
  Add(&line, "\n");
  return line.data;
}

static char* KeyText(HKEY key, const wchar_t* path) {
  DWORD keys = 0, values = 0;
  REQUIRE(RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL) ==
          ERROR_SUCCESS);
  Text text = {0};
  Add(&text, "[");
  AddWide(&text, path, wcslen(path));
  Add(&text, "]\n");
  char** lines = calloc(values + 1, sizeof *lines);
  for (DWORD i = 0; i < values; ++i) lines[i] = ValueLine(key, i);
  AddSorted(&text, lines, values);
  lines = calloc(keys + 1, sizeof *lines);
  for (DWORD i = 0; i < keys; ++i) {
    wchar_t name[256];
    wchar_t inner[1024];
    DWORD size = 256;
    HKEY subkey;
    REQUIRE(RegEnumKeyExW(key, i, name, &size, NULL, NULL, NULL, NULL) == ERROR_SUCCESS);
    REQUIRE(RegOpenKeyExW(key, name, 0, KEY_READ, &subkey) == ERROR_SUCCESS);
    swprintf(inner, 1024, L"%ls%ls%ls", path, *path ? L"\\" : L"", name);
    lines[i] = KeyText(subkey, inner);
    RegCloseKey(subkey);
  }
  AddSorted(&text, lines, keys);
  return text.data;
}

static char* DumpAs(Scope scope, const wchar_t* path, const wchar_t* title) {
  HKEY key;
  if (RegOpenKeyExW(Hive(scope), Full(path), 0, KEY_READ, &key) != ERROR_SUCCESS) return strdup("");
  char* text = KeyText(key, title);
  RegCloseKey(key);
  return text;
}

char* Dump(Scope scope, const wchar_t* path) { return DumpAs(scope, path, L""); }

char* DumpAll(void) {
  Text all = {0};
  Add(&all, "");
  for (int scope = kUser; scope <= kMachine; ++scope) {
    for (size_t i = 0; i < sizeof kOurs / sizeof *kOurs; ++i) {
      wchar_t title[256];
      swprintf(title, 256, L"%ls %ls", scope == kUser ? L"user" : L"machine", kOurs[i]);
      char* text = DumpAs((Scope)scope, kOurs[i], title);
      Add(&all, text);
      free(text);
    }
    for (size_t i = 0; i < sizeof kParents / sizeof *kParents; ++i) {
      char line[64];
      snprintf(line, sizeof line, "%d %ls: %d\n", scope, kParents[i], KeyExists((Scope)scope, kParents[i]));
      Add(&all, line);
    }
  }
  return all.data;
}

void CheckSame(char* before, char* after) {
  if (strcmp(before, after) != 0) printf("# is\n%s# and should be\n%s", after, before);
  CHECK(strcmp(before, after) == 0);
  free(before);
  free(after);
}

int KeyExists(Scope scope, const wchar_t* path) {
  HKEY key;
  if (RegOpenKeyExW(Hive(scope), Full(path), 0, KEY_READ, &key) != ERROR_SUCCESS) return 0;
  RegCloseKey(key);
  return 1;
}

const wchar_t* TextAt(Scope scope, const wchar_t* path, const wchar_t* value) {
  static wchar_t text[1024];
  DWORD size = sizeof text;
  if (RegGetValueW(Hive(scope), Full(path), value, RRF_RT_REG_SZ, NULL, text, &size) != ERROR_SUCCESS)
    return L"";
  return text;
}

static HKEY Make(Scope scope, const wchar_t* path, DWORD options) {
  HKEY key;
  REQUIRE(RegCreateKeyExW(Hive(scope), Full(path), 0, NULL, options, KEY_ALL_ACCESS, NULL, &key, NULL) ==
          ERROR_SUCCESS);
  return key;
}

void PutKey(Scope scope, const wchar_t* path) { RegCloseKey(Make(scope, path, 0)); }

void PutVolatileKey(Scope scope, const wchar_t* path) { RegCloseKey(Make(scope, path, REG_OPTION_VOLATILE)); }

void PutBytes(Scope scope, const wchar_t* path, const wchar_t* value, DWORD type, const void* data,
              DWORD size) {
  HKEY key = Make(scope, path, 0);
  REQUIRE(RegSetValueExW(key, value, 0, type, data, size) == ERROR_SUCCESS);
  RegCloseKey(key);
}

static DWORD SizeOf(const wchar_t* text) { return (DWORD)((wcslen(text) + 1) * sizeof *text); }

void PutText(Scope scope, const wchar_t* path, const wchar_t* value, const wchar_t* text) {
  PutBytes(scope, path, value, REG_SZ, text, SizeOf(text));
}

void PutClassForOthers(void) {
  HKEY key;
  REQUIRE(RegCreateKeyExW(HKEY_LOCAL_MACHINE, Full(OUR_KEY), 0, NULL, 0, KEY_WRITE | OTHER_VIEW, NULL, &key,
                          NULL) == ERROR_SUCCESS);
  RegCloseKey(key);
}

void RemoveClassForOthers(void) {
  REQUIRE(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, Full(OUR_KEY), OTHER_VIEW, 0) == ERROR_SUCCESS);
}

void Forbid(Scope scope, const wchar_t* path) {
  SID_IDENTIFIER_AUTHORITY world = SECURITY_WORLD_SID_AUTHORITY;
  PSID everyone = NULL;
  PACL list = NULL;
  REQUIRE(AllocateAndInitializeSid(&world, 1, SECURITY_WORLD_RID, 0, 0, 0, 0, 0, 0, 0, &everyone));
  EXPLICIT_ACCESSW entry = {0};
  entry.grfAccessPermissions = KEY_READ | DELETE | WRITE_DAC;
  entry.grfAccessMode = SET_ACCESS;
  entry.Trustee.TrusteeForm = TRUSTEE_IS_SID;
  entry.Trustee.ptstrName = (LPWSTR)everyone;
  REQUIRE(SetEntriesInAclW(1, &entry, NULL, &list) == ERROR_SUCCESS);
  HKEY key = Make(scope, path, 0);
  REQUIRE(SetSecurityInfo(key, SE_REGISTRY_KEY,
                          DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, NULL, NULL, list,
                          NULL) == ERROR_SUCCESS);
  RegCloseKey(key);
  LocalFree(list);
  FreeSid(everyone);
}

void Remove(Scope scope, const wchar_t* path) {
  REQUIRE(RegDeleteTreeW(Hive(scope), Full(path)) == ERROR_SUCCESS);
}

static const wchar_t* SandboxPath(void) {
  static wchar_t path[64];
  swprintf(path, 64, L"Software\\imnxport-test-%lu", (unsigned long)GetCurrentProcessId());
  return path;
}

void EnterSandbox(void) {
  for (int scope = kUser; scope <= kMachine; ++scope) {
    HKEY key;
    wchar_t path[128];
    swprintf(path, 128, L"%ls\\%d\\Software\\Classes", SandboxPath(), scope);
    REQUIRE(RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL) ==
            ERROR_SUCCESS);
    RegCloseKey(key);
  }
  /* The machine first: both are found through the user's real one. */
  for (int scope = kMachine; scope >= kUser; --scope) {
    HKEY key;
    wchar_t path[128];
    swprintf(path, 128, L"%ls\\%d", SandboxPath(), scope);
    REQUIRE(RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_ALL_ACCESS, &key) == ERROR_SUCCESS);
    REQUIRE(RegOverridePredefKey(Hive((Scope)scope), key) == ERROR_SUCCESS);
    RegCloseKey(key);
  }
}

void LeaveSandbox(void) {
  REQUIRE(RegOverridePredefKey(HKEY_CURRENT_USER, NULL) == ERROR_SUCCESS);
  REQUIRE(RegOverridePredefKey(HKEY_LOCAL_MACHINE, NULL) == ERROR_SUCCESS);
  CHECK_EQ(RegDeleteTreeW(HKEY_CURRENT_USER, SandboxPath()), ERROR_SUCCESS);
}
