/* manifest_host.c: a program whose own manifest names the library as a dependent assembly, and which does
 * nothing else for it. */
#include "host.h"
#include "support/fixture.h"

CASE(by_the_manifest_of_the_program) {
  CreateAndPost(&CLSID_ImnxportTransport);
  CreateAndPost(&CLSID_IHTTPMailTransport);
  CreateByName(L"Imnxport.HttpMailTransport");
  CreatePoster();
  CheckUnloaded();
}
