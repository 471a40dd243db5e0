/* activation.c: in the registry of the machine: what is registered is found by CoCreateInstance, and leaves
 * nothing. */
#include "copies.h"
#include "host.h"
#include "registry.h"
#include "support/fixture.h"

CASE(the_registered_class_posts) {
  char* before = DumpAll();
  Copy copy = MakeCopy();
  REQUIRE(RegisterFor(&copy) == S_OK);
  CreateAndPost(&CLSID_ImnxportTransport);
  CreateByName(L"Imnxport.HttpMailTransport");
  CreateByName(L"Imnxport.HttpMailTransport.1");
  CreatePoster();
  CheckUnloaded();
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
}

/* Other software may have it on this machine: it gets it back. */
CASE(the_classic_class_posts) {
  char* before = DumpAll();
  Copy copy = MakeCopy();
  REQUIRE(InstallFor(&copy, L"classic,machine,force") == S_OK);
  CreateAndPost(&CLSID_IHTTPMailTransport);
  CreateAndPost(&CLSID_ImnxportTransport);
  CheckUnloaded();
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
}

CASE(without_registration_there_is_no_class) {
  void* none = NULL;
  CHECK_HR(CoCreateInstance(&CLSID_ImnxportTransport, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &none),
           REGDB_E_CLASSNOTREG);
  CHECK(none == NULL);
}

/* 32 and 64 bits share the names, not the classes. */
CASE(names_stay_while_the_other_bitness_has_the_class) {
  char* before = DumpAll();
  Copy copy = MakeCopy();
  REQUIRE(RegisterFor(&copy) == S_OK);
  PutClassForOthers();
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CHECK(!KeyExists(kMachine, OUR_KEY));
  CHECK(KeyExists(kMachine, OUR_PROGID));
  CHECK(KeyExists(kMachine, OUR_PROGID L".1"));
  RemoveClassForOthers();
  REQUIRE(RegisterFor(&copy) == S_OK);
  CHECK_HR(UnregisterFor(&copy), S_OK);
  CheckSame(before, DumpAll());
  EndCopy(&copy);
}
