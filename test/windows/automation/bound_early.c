/* bound_early.c: the public header from C, and the slots of the DLL by number. */
#include <stddef.h>

#include "abi/imnxport_automation.h"
#include "support/fixture.h"

#define SLOT(method, number) \
  _Static_assert(offsetof(IHttpMailPosterVtbl, method) == (number) * sizeof(void*), "slot of " #method)

SLOT(QueryInterface, 0);
SLOT(Release, 2);
SLOT(GetTypeInfoCount, 3);
SLOT(Invoke, 6);
SLOT(Post, 7);
SLOT(Cancel, 8);
SLOT(get_UserAgent, 9);
SLOT(put_UserAgent, 10);
SLOT(get_User, 11);
SLOT(put_User, 12);
SLOT(put_Password, 13);
SLOT(get_Timeout, 14);
SLOT(put_Timeout, 15);
SLOT(get_LastStatus, 16);
SLOT(get_Location, 17);
SLOT(get_BytesSent, 18);
SLOT(get_ResponseText, 19);
_Static_assert(sizeof(IHttpMailPosterVtbl) == 20 * sizeof(void*), "no further slot");

CASE(early_bound_from_c) {
  Library library = LibraryLoad();
  Server* server = ServerStart();
  void* factory = MakeFactory(&library, &CLSID_HttpMailPoster);
  void* made = NULL;
  REQUIRE(S3_CreateInstance(factory, NULL, &IID_IHttpMailPoster, &made) == S_OK);
  CHECK_EQ(S2_Release(factory), 0);
  IHttpMailPoster* poster = made;

  BSTR agent = SysAllocString(L"bound early");
  CHECK_HR(poster->lpVtbl->put_UserAgent(poster, agent), S_OK);
  wchar_t text[64];
  MultiByteToWideChar(CP_UTF8, 0, ServerUrl(server, "/inbox/"), -1, text, 64);
  BSTR url = SysAllocString(text);
  VARIANT body;
  body.vt = VT_BSTR;
  body.bstrVal = SysAllocString(L"a message");
  LONG status = 0;
  CHECK_HR(poster->lpVtbl->Post(poster, url, body, NULL, &status), S_OK);
  CHECK_EQ(status, 201);
  /* The same by number alone. */
  typedef HRESULT(STDMETHODCALLTYPE * PostSlot)(void*, BSTR, VARIANT, BSTR, LONG*);
  CHECK_HR(((*(PostSlot**)made)[7])(made, url, body, NULL, &status), S_OK);
  typedef HRESULT(STDMETHODCALLTYPE * NumberSlot)(void*, double*);
  double sent = 0;
  CHECK_HR(((*(NumberSlot**)made)[18])(made, &sent), S_OK);
  CHECK(sent == 9);

  const Request* request = ServerWaitEnd(server, 1);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestField(request, "User-Agent"), "bound early");
  CHECK_EQ(request->body_size, 9);
  SysFreeString(agent);
  SysFreeString(url);
  SysFreeString(body.bstrVal);
  CHECK_EQ(poster->lpVtbl->Release(poster), 0);
  ServerStop(server);
  LibraryEnd(&library);
}
