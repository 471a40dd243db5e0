/* activation_host.c: a host as others write it: it knows a class or its name, and finds it registered. */
#include <objbase.h>
#include <windows.h>
#include <stdio.h>

#include "host.h"
#include "support/fixture.h"

CASE(own_class) {
  CreateAndPost(&CLSID_ImnxportTransport);
  CreateByName(L"Imnxport.HttpMailTransport");
  CreateByName(L"Imnxport.HttpMailTransport.1");
  CheckUnloaded();
}

CASE(classic_class) {
  CreateAndPost(&CLSID_IHTTPMailTransport);
  CheckUnloaded();
}

/* Keeps the class loaded until standard input ends. */
CASE(hold) {
  void* transport = NULL;
  REQUIRE(CoCreateInstance(&CLSID_ImnxportTransport, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &transport) ==
          S_OK);
  puts("holding");
  fflush(stdout);
  while (getchar() != EOF) {
  }
  CHECK_EQ(S2_Release(transport), 0);
}
