/* activation_host.c: a host as others write it: it knows a class or its name, and finds it registered. */
#include <objbase.h>
#include <windows.h>
#include <stdlib.h>

#include "host.h"
#include "support/fixture.h"

CASE(own_class) {
  CreateAndPost(&CLSID_ImnxportTransport);
  CreateByName(L"Imnxport.HttpMailTransport");
  CreateByName(L"Imnxport.HttpMailTransport.1");
  CreatePoster();
  CheckUnloaded();
}

CASE(classic_class) {
  CreateAndPost(&CLSID_IHTTPMailTransport);
  CheckUnloaded();
}

/* Keeps an object of the class while another program runs: the command line in IMNXPORT_TEST_PROGRAM. */
CASE(while_it_is_held) {
  void* transport = NULL;
  REQUIRE(CoCreateInstance(&CLSID_ImnxportTransport, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &transport) ==
          S_OK);
  STARTUPINFOA startup = {.cb = sizeof startup};
  PROCESS_INFORMATION started;
  REQUIRE(CreateProcessA(NULL, getenv("IMNXPORT_TEST_PROGRAM"), NULL, NULL, TRUE, 0, NULL, NULL, &startup,
                         &started));
  CHECK_EQ(WaitForSingleObject(started.hProcess, INFINITE), WAIT_OBJECT_0);
  DWORD code = 1;
  CHECK(GetExitCodeProcess(started.hProcess, &code));
  CHECK_EQ(code, 0);
  CloseHandle(started.hThread);
  CloseHandle(started.hProcess);
  CHECK_EQ(S2_Release(transport), 0);
}
