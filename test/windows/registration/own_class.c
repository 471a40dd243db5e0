/* own_class.c: what registering our own class writes, for everyone and for one user, and that it all goes
 * again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "copies.h"
#include "registry.h"
#include "support/check.h"

/* What a type library is registered for. */
#define PLATFORM (sizeof(void*) == 8 ? L"win64" : L"win32")
#define OTHER_PLATFORM (sizeof(void*) == 8 ? LIBRARY_KEY L"\\1.0\\0\\win32" : LIBRARY_KEY L"\\1.0\\0\\win64")

/* Checks the whole of a key, as Dump gives it. */
static void CheckKey(Scope scope, const wchar_t* path, const char* expected) {
  CheckSame(strdup(expected), Dump(scope, path));
}

/* A path as Dump shows it, in a buffer that the next call overwrites. */
static const char* Shown(const wchar_t* path) {
  static char text[MAX_PATH * 6];
  char* next = text;
  for (; *path; ++path) next += sprintf(next, *path < 127 ? "%c" : "\\u%04X", *path);
  return text;
}

static void CheckTransport(Scope scope, const Copy* copy) {
  char expected[4096];
  snprintf(expected, sizeof expected,
           "[]\n=Imnxport HTTPMail transport\n"
           "[InprocServer32]\n=%s\nThreadingModel=Both\n"
           "[ProgID]\n=Imnxport.HttpMailTransport.1\n"
           "[VersionIndependentProgID]\n=Imnxport.HttpMailTransport\n",
           Shown(copy->file));
  CheckKey(scope, OUR_KEY, expected);
  CheckKey(scope, OUR_PROGID L".1",
           "[]\n=Imnxport HTTPMail transport\n"
           "[CLSID]\n={F553FA68-647B-41EA-892A-73116EBDE3CD}\n");
  CheckKey(scope, OUR_PROGID,
           "[]\n=Imnxport HTTPMail transport\n"
           "[CLSID]\n={F553FA68-647B-41EA-892A-73116EBDE3CD}\n"
           "[CurVer]\n=Imnxport.HttpMailTransport.1\n");
}

static void CheckPoster(Scope scope, const Copy* copy) {
  char expected[4096];
  snprintf(expected, sizeof expected,
           "[]\n=Imnxport HTTPMail poster\n"
           "[InprocServer32]\n=%s\nThreadingModel=Both\n"
           "[ProgID]\n=Imnxport.HttpMailPoster.1\n"
           "[Programmable]\n"
           "[TypeLib]\n={E0531D5D-B78A-42BC-A2AC-5BFF8332DC6A}\n"
           "[VersionIndependentProgID]\n=Imnxport.HttpMailPoster\n",
           Shown(copy->file));
  CheckKey(scope, POSTER_KEY, expected);
  CheckKey(scope, POSTER_PROGID L".1",
           "[]\n=Imnxport HTTPMail poster\n"
           "[CLSID]\n={D6C0083F-44E0-45E2-8B97-82029A1DF32B}\n");
  CheckKey(scope, POSTER_PROGID,
           "[]\n=Imnxport HTTPMail poster\n"
           "[CLSID]\n={D6C0083F-44E0-45E2-8B97-82029A1DF32B}\n"
           "[CurVer]\n=Imnxport.HttpMailPoster.1\n");
  CheckKey(scope, POSTER_INTERFACE_KEY,
           "[]\n=IHttpMailPoster\n"
           "[ProxyStubClsid32]\n={00020424-0000-0000-C000-000000000046}\n"
           "[TypeLib]\n={E0531D5D-B78A-42BC-A2AC-5BFF8332DC6A}\nVersion=1.0\n");
  char folder[2048];
  snprintf(folder, sizeof folder, "%s", Shown(copy->folder));
  snprintf(expected, sizeof expected,
           "[]\n[1.0]\n=Imnxport 1.0 Type Library\n[1.0\\0]\n[1.0\\0\\%ls]\n=%s\n"
           "[1.0\\FLAGS]\n=0\n[1.0\\HELPDIR]\n=%s\n",
           PLATFORM, Shown(copy->file), folder);
  CheckKey(scope, LIBRARY_KEY, expected);
}

static void CheckOwnKeys(Scope scope, const Copy* copy) {
  CheckTransport(scope, copy);
  CheckPoster(scope, copy);
}

static void CheckNothing(Scope scope) {
  CHECK(!KeyExists(scope, OUR_KEY));
  CHECK(!KeyExists(scope, OUR_PROGID));
  CHECK(!KeyExists(scope, OUR_PROGID L".1"));
  CHECK(!KeyExists(scope, CLASSIC_KEY));
  CHECK(!KeyExists(scope, POSTER_KEY));
  CHECK(!KeyExists(scope, POSTER_PROGID));
  CHECK(!KeyExists(scope, POSTER_PROGID L".1"));
  CHECK(!KeyExists(scope, POSTER_INTERFACE_KEY));
  CHECK(!KeyExists(scope, LIBRARY_KEY));
}

CASE(machine_wide) {
  EnterSandbox();
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), S_OK);
  CheckOwnKeys(kMachine, &copy);
  CheckNothing(kUser);
  CHECK(!KeyExists(kMachine, CLASSIC_KEY));
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(for_one_user) {
  EnterSandbox();
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"user"), S_OK);
  CheckOwnKeys(kUser, &copy);
  CheckNothing(kMachine);
  CHECK(!KeyExists(kUser, CLASSIC_KEY));
  CHECK_HR(UninstallFor(&copy, L"user"), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(words_mean_what_they_say) {
  EnterSandbox();
  static const struct {
    const wchar_t* words;
    Scope scope;
    int classic;
  } kRows[] = {{NULL, kMachine, 0},
               {L"", kMachine, 0},
               {L"machine", kMachine, 0},
               {L"USER", kUser, 0},
               {L" user ", kUser, 0},
               {L"user,user", kUser, 0},
               {L"classic", kUser, 1},
               {L"Classic, User", kUser, 1},
               {L"classic,machine", kMachine, 1},
               {L"machine classic force", kMachine, 1},
               {L"force,classic", kUser, 1}};
  char* before = DumpAll();
  Copy copy = MakeCopy();
  for (size_t i = 0; i < sizeof kRows / sizeof *kRows; ++i) {
    char at[64];
    snprintf(at, sizeof at, "words %zu", i);
    Looking(at);
    CHECK_HR(InstallFor(&copy, kRows[i].words), S_OK);
    CHECK_EQ(KeyExists(kUser, OUR_KEY), kRows[i].scope == kUser);
    CHECK_EQ(KeyExists(kMachine, OUR_KEY), kRows[i].scope == kMachine);
    CHECK_EQ(KeyExists(kRows[i].scope, CLASSIC_KEY), kRows[i].classic);
    CHECK_EQ(KeyExists(kRows[i].scope == kUser ? kMachine : kUser, CLASSIC_KEY), 0);
    CHECK_HR(UninstallFor(&copy, kRows[i].words), S_OK);
    CheckSame(strdup(before), DumpAll());
  }
  free(before);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(other_words_write_nothing) {
  EnterSandbox();
  static const wchar_t* const kRows[] = {
      L"users", L"use",        L"user;machine",         L"user,machine", L"everyone",
      L"force", L"user,force", L"classic,user,machine", L"-user",        L"classic user x"};
  Copy copy = MakeCopy();
  char* before = DumpAll();
  for (size_t i = 0; i < sizeof kRows / sizeof *kRows; ++i)
    CHECK_HR(InstallFor(&copy, kRows[i]), E_INVALIDARG);
  CheckSame(before, DumpAll());
  CHECK_HR(InstallFor(&copy, L"user"), S_OK);
  before = DumpAll();
  for (size_t i = 0; i < sizeof kRows / sizeof *kRows; ++i)
    CHECK_HR(UninstallFor(&copy, kRows[i]), E_INVALIDARG);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(user_and_machine_do_not_meet) {
  EnterSandbox();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), S_OK);
  char* machine_only = DumpAll();
  CHECK_HR(InstallFor(&copy, L"user"), S_OK);
  CheckOwnKeys(kUser, &copy);
  CheckOwnKeys(kMachine, &copy);
  CHECK_HR(UninstallFor(&copy, L"user"), S_OK);
  CheckSame(machine_only, DumpAll());
  CHECK_HR(UninstallFor(&copy, L"user"), S_FALSE);
  CHECK_HR(UnregisterFor(&copy), S_OK);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(again_is_the_same) {
  EnterSandbox();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), S_OK);
  char* once = DumpAll();
  CHECK_HR(RegisterFor(&copy), S_OK);
  CheckSame(once, DumpAll());
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckNothing(kMachine);
  CHECK_HR(UnregisterFor(&copy), S_FALSE);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(from_a_new_place_is_an_update) {
  EnterSandbox();
  Copy old = MakeCopy();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&old), S_OK);
  CHECK_HR(RegisterFor(&copy), S_OK);
  CheckOwnKeys(kMachine, &copy);

  /* The old one is not what is registered: it changes nothing, and says so. */
  char* before = DumpAll();
  CHECK_HR(UnregisterFor(&old), S_FALSE);
  CHECK_HR(UninstallFor(&old, L"user"), S_FALSE);
  CHECK_HR(UninstallFor(&old, L"classic,machine"), S_FALSE);
  CheckSame(before, DumpAll());
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckNothing(kMachine);
  EndCopy(&old);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(a_lost_file_can_be_unregistered_from_elsewhere) {
  EnterSandbox();
  char* before = DumpAll();
  Copy lost = MakeCopy();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&lost, L"classic"), S_OK);
  EndCopy(&lost);
  CHECK_HR(UninstallFor(&copy, L"user"), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(the_case_and_short_names_of_a_path_do_not_matter) {
  EnterSandbox();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), S_OK);
  wchar_t other[MAX_PATH];
  REQUIRE(GetShortPathNameW(copy.file, other, MAX_PATH) > 0);
  CharUpperW(other);
  PutText(kMachine, OUR_KEY L"\\InprocServer32", NULL, other);
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckNothing(kMachine);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(a_name_that_leads_elsewhere_stays) {
  EnterSandbox();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), S_OK);
  PutText(kMachine, OUR_PROGID L"\\CLSID", NULL, L"{00000000-1111-2222-3333-444444444444}");
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CHECK(KeyExists(kMachine, OUR_PROGID));
  CHECK(!KeyExists(kMachine, OUR_PROGID L".1"));
  EndCopy(&copy);
  LeaveSandbox();
}

/* 32 and 64 bits share the key of the type library; so do its versions. */
CASE(what_others_say_of_the_type_library_stays) {
  EnterSandbox();
  Copy copy = MakeCopy();
  PutText(kMachine, OTHER_PLATFORM, NULL, L"C:\\other\\imnxport.dll");
  CHECK_HR(RegisterFor(&copy), S_OK);
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CHECK(wcscmp(TextAt(kMachine, OTHER_PLATFORM, NULL), L"C:\\other\\imnxport.dll") == 0);
  Remove(kMachine, LIBRARY_KEY);

  PutText(kMachine, LIBRARY_KEY L"\\2.0\\0\\win64", NULL, L"C:\\newer\\imnxport.dll");
  char* before = Dump(kMachine, LIBRARY_KEY);
  CHECK_HR(RegisterFor(&copy), S_OK);
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckSame(before, Dump(kMachine, LIBRARY_KEY));
  EndCopy(&copy);
  LeaveSandbox();
}
