/* classic_class.c: CLSID_IHTTPMailTransport is taken only when it is free, and given back exactly as it was.
 */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "copies.h"
#include "registry.h"
#include "support/check.h"

#define OWNED HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS)

/* A registration of somebody else, with one value of every kind there is. */
static void PutForeign(Scope scope) {
  static const wchar_t kMany[] = L"one\0two\0";
  static const wchar_t kUnterminated[] = {L'a', L'b', L'c'};
  const ULONGLONG large = 0x1122334455667788;
  const DWORD number = 7;
  const wchar_t* server = CLASSIC_KEY L"\\InprocServer32";
  PutText(scope, CLASSIC_KEY, NULL, L"Somebody's transport");
  PutText(scope, CLASSIC_KEY, L"", L"Somebody's transport");
  PutBytes(scope, CLASSIC_KEY, L"Large", REG_QWORD, &large, sizeof large);
  PutBytes(scope, CLASSIC_KEY, L"Nothing", REG_NONE, NULL, 0);
  PutBytes(scope, CLASSIC_KEY, L"Odd \u00fcmlaut", 12345, "xyz", 3);
  PutBytes(scope, server, NULL, REG_EXPAND_SZ, L"%SystemRoot%\\foreign.dll", 50);
  PutText(scope, server, L"ThreadingModel", L"Apartment");
  PutBytes(scope, server, L"Many", REG_MULTI_SZ, kMany, sizeof kMany);
  PutBytes(scope, server, L"Unterminated", REG_SZ, kUnterminated, 2 * sizeof *kUnterminated);
  PutBytes(scope, CLASSIC_KEY L"\\Deep\\Deeper", L"Number", REG_DWORD, &number, sizeof number);
  PutKey(scope, CLASSIC_KEY L"\\Empty");
  PutText(scope, CLASSIC_KEY L"\\NoDefault", L"Only", L"this");
}

static void CheckTaken(Scope scope, const Copy* copy) {
  CHECK(wcscmp(TextAt(scope, CLASSIC_KEY L"\\InprocServer32", NULL), copy->file) == 0);
  CHECK(wcscmp(TextAt(scope, CLASSIC_KEY L"\\InprocServer32", L"ThreadingModel"), L"Both") == 0);
}

CASE(taken_when_it_is_free) {
  EnterSandbox();
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"classic"), S_OK);
  CheckTaken(kUser, &copy);
  CHECK(KeyExists(kUser, OUR_KEY));
  CHECK(!KeyExists(kMachine, CLASSIC_KEY));
  CHECK_HR(UninstallFor(&copy, L"classic"), S_OK);
  CheckSame(before, DumpAll());

  CHECK_HR(InstallFor(&copy, L"classic,machine"), S_OK);
  CheckTaken(kMachine, &copy);
  CHECK(!KeyExists(kUser, CLASSIC_KEY));
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CHECK(!KeyExists(kMachine, CLASSIC_KEY));
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(refused_when_another_has_it) {
  static const wchar_t* const kWords[] = {L"classic", L"classic,user", L"classic,machine"};
  Copy copy = MakeCopy();
  for (int owner = kUser; owner <= kMachine; ++owner) {
    EnterSandbox();
    PutForeign((Scope)owner);
    char* before = DumpAll();
    for (int i = 0; i < 3; ++i) CHECK_HR(InstallFor(&copy, kWords[i]), OWNED);
    CheckSame(before, DumpAll());
    LeaveSandbox();
  }
  EndCopy(&copy);
}

CASE(refused_whatever_serves_it) {
  static const wchar_t* const kServers[] = {CLASSIC_KEY L"\\InprocServer32", CLASSIC_KEY L"\\LocalServer32",
                                            CLASSIC_KEY L"\\InprocHandler32", CLASSIC_KEY L"\\TreatAs"};
  Copy copy = MakeCopy();
  for (int i = 0; i < 4; ++i) {
    EnterSandbox();
    PutKey(kMachine, kServers[i]);
    CHECK_HR(InstallFor(&copy, L"classic"), OWNED);
    LeaveSandbox();
  }
  EndCopy(&copy);
}

CASE(given_back_exactly) {
  Copy copy = MakeCopy();
  for (int scope = kUser; scope <= kMachine; ++scope) {
    EnterSandbox();
    PutForeign((Scope)scope);
    char* before = DumpAll();
    CHECK_HR(InstallFor(&copy, scope == kUser ? L"classic,force" : L"classic,machine,force"), S_OK);
    CheckTaken((Scope)scope, &copy);
    CHECK(!KeyExists((Scope)scope, CLASSIC_KEY L"\\Deep"));
    CHECK_HR(UninstallFor(&copy, scope == kUser ? L"user" : L"machine"), S_OK);
    CheckSame(before, DumpAll());
    LeaveSandbox();
  }
  EndCopy(&copy);
}

CASE(a_user_takes_it_without_touching_the_machine) {
  EnterSandbox();
  PutForeign(kMachine);
  char* machine = Dump(kMachine, CLASSIC_KEY);
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"classic,force"), S_OK);
  CheckTaken(kUser, &copy);
  CheckSame(machine, Dump(kMachine, CLASSIC_KEY));
  CHECK_HR(UninstallFor(&copy, L"classic"), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(a_key_without_a_server_is_free_and_comes_back) {
  EnterSandbox();
  PutText(kUser, CLASSIC_KEY, NULL, L"left over");
  PutText(kUser, CLASSIC_KEY L"\\Settings", L"Depth", L"3");
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"classic"), S_OK);
  CheckTaken(kUser, &copy);
  CHECK_HR(UninstallFor(&copy, L"user"), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(what_was_there_outlives_registering_again) {
  EnterSandbox();
  PutForeign(kUser);
  char* before = DumpAll();
  Copy old = MakeCopy();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&old, L"classic,force"), S_OK);
  CHECK_HR(InstallFor(&old, L"classic"), S_OK);
  CHECK_HR(InstallFor(&old, L"classic,force"), S_OK);

  /* It follows our own class to another file, whether that is said or not. */
  CHECK_HR(InstallFor(&copy, L"user"), S_OK);
  CheckTaken(kUser, &copy);
  CHECK_HR(InstallFor(&old, L"classic"), S_OK);
  CheckTaken(kUser, &old);
  CHECK_HR(UninstallFor(&copy, L"classic"), S_FALSE);
  CheckTaken(kUser, &old);
  CHECK_HR(UninstallFor(&old, L"classic"), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&old);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(whoever_took_it_after_us_keeps_it) {
  EnterSandbox();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"classic"), S_OK);
  Remove(kUser, CLASSIC_KEY);
  PutForeign(kUser);
  char* theirs = Dump(kUser, CLASSIC_KEY);
  CHECK_HR(InstallFor(&copy, L"classic"), OWNED);
  CHECK_HR(InstallFor(&copy, L"user"), S_OK);
  CHECK_HR(UninstallFor(&copy, L"user"), S_OK);
  CheckSame(theirs, Dump(kUser, CLASSIC_KEY));
  CHECK(!KeyExists(kUser, OUR_KEY));
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(our_own_registration_for_the_machine_is_nobody_else) {
  EnterSandbox();
  Copy machine = MakeCopy();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&machine, L"classic,machine"), S_OK);
  char* before = DumpAll();
  CHECK_HR(InstallFor(&copy, L"classic"), S_OK);
  CheckTaken(kUser, &copy);
  CheckTaken(kMachine, &machine);
  CHECK_HR(UninstallFor(&copy, L"classic"), S_OK);
  CheckSame(before, DumpAll());
  CHECK_HR(UninstallFor(&machine, L"classic,machine"), S_OK);
  EndCopy(&machine);
  EndCopy(&copy);
  LeaveSandbox();
}
