/* failures.c: what cannot be written whole is not written at all. */
#include "copies.h"
#include "registry.h"
#include "support/check.h"

#define DENIED HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED)

CASE(access_denied_is_said_and_leaves_all_as_it_was) {
  EnterSandbox();
  PutText(kUser, CLASSIC_KEY, NULL, L"Somebody's transport");
  PutText(kUser, CLASSIC_KEY L"\\InprocServer32", NULL, L"C:\\foreign.dll");
  Forbid(kUser, CLASSIC_KEY L"\\InprocServer32");
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"classic,force"), DENIED);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(access_denied_to_our_own_key) {
  EnterSandbox();
  PutKey(kMachine, OUR_KEY);
  Forbid(kMachine, OUR_KEY);
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), DENIED);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(a_registration_that_fails_half_way_is_undone) {
  EnterSandbox();
  PutVolatileKey(kMachine, OUR_PROGID);
  char* before = DumpAll();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&copy), HRESULT_FROM_WIN32(ERROR_CHILD_MUST_BE_VOLATILE));
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(an_update_that_fails_half_way_leaves_the_old_one) {
  EnterSandbox();
  Copy old = MakeCopy();
  Copy copy = MakeCopy();
  CHECK_HR(RegisterFor(&old), S_OK);
  Remove(kMachine, OUR_PROGID);
  PutVolatileKey(kMachine, OUR_PROGID);
  char* before = DumpAll();
  CHECK_HR(RegisterFor(&copy), HRESULT_FROM_WIN32(ERROR_CHILD_MUST_BE_VOLATILE));
  CheckSame(before, DumpAll());
  EndCopy(&old);
  EndCopy(&copy);
  LeaveSandbox();
}

CASE(what_cannot_be_given_back_stays_registered) {
  EnterSandbox();
  PutText(kUser, CLASSIC_KEY L"\\InprocServer32", NULL, L"C:\\foreign.dll");
  Copy copy = MakeCopy();
  CHECK_HR(InstallFor(&copy, L"classic,force"), S_OK);
  Forbid(kUser, CLASSIC_KEY L"\\InprocServer32");
  char* before = DumpAll();
  CHECK_HR(UninstallFor(&copy, L"classic"), DENIED);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
  LeaveSandbox();
}
