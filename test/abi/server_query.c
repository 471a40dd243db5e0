/* server_query.c: the laws of QueryInterface and of reference counts, for transport and class object. */
#include "server_test.h"

typedef struct Asked {
  Library library;
  void* factory;
  void* transport;
} Asked;

static Asked Begin(void) {
  Asked asked = {LibraryLoad(), NULL, NULL};
  asked.factory = MakeFactory(&asked.library, &CLSID_IHTTPMailTransport);
  asked.transport = MakeTransport(&asked.library);
  return asked;
}

static void End(Asked* asked) {
  CHECK_EQ(S2_Release(asked->transport), 0);
  CHECK_EQ(S2_Release(asked->factory), 0);
  LibraryEnd(&asked->library);
}

/* The interface without a reference: the object is held by the caller. */
static void* Ask(void* object, const GUID* iid) {
  void* found = NULL;
  CHECK_HR(S0_QueryInterface(object, iid, &found), S_OK);
  REQUIRE(found != NULL);
  S2_Release(found);
  return found;
}

static HRESULT AskInVain(void* object, const GUID* iid) {
  void* found = object;
  HRESULT hr = S0_QueryInterface(object, iid, &found);
  CHECK(found == NULL);
  return hr;
}

CASE(query_identity) {
  Asked asked = Begin();
  void* identity = Ask(asked.transport, &IID_IUnknown);
  for (int i = 0; i < kTransportInterfaces; ++i) {
    void* other = Ask(asked.transport, TransportInterface(i));
    for (int again = 0; again < 3; ++again) CHECK(Ask(other, &IID_IUnknown) == identity);
  }
  void* class_identity = Ask(asked.factory, &IID_IUnknown);
  CHECK(Ask(asked.factory, &IID_IUnknown) == class_identity);
  CHECK(Ask(Ask(asked.factory, &IID_IClassFactory), &IID_IUnknown) == class_identity);
  CHECK(class_identity != identity);
  End(&asked);
}

CASE(query_reflexive) {
  Asked asked = Begin();
  for (int i = 0; i < kTransportInterfaces; ++i) {
    Ask(Ask(asked.transport, TransportInterface(i)), TransportInterface(i));
  }
  Ask(Ask(asked.factory, &IID_IClassFactory), &IID_IClassFactory);
  End(&asked);
}

CASE(query_symmetric) {
  Asked asked = Begin();
  for (int i = 0; i < kTransportInterfaces; ++i) {
    void* first = Ask(asked.transport, TransportInterface(i));
    for (int j = 0; j < kTransportInterfaces; ++j)
      Ask(Ask(first, TransportInterface(j)), TransportInterface(i));
  }
  Ask(Ask(asked.factory, &IID_IUnknown), &IID_IClassFactory);
  End(&asked);
}

CASE(query_transitive) {
  Asked asked = Begin();
  for (int i = 0; i < kTransportInterfaces; ++i) {
    void* first = Ask(asked.transport, TransportInterface(i));
    for (int j = 0; j < kTransportInterfaces; ++j) {
      void* second = Ask(first, TransportInterface(j));
      for (int k = 0; k < kTransportInterfaces; ++k) Ask(second, TransportInterface(k));
    }
  }
  End(&asked);
}

CASE(query_base_is_the_same_table) {
  /* IInternetTransport is the beginning of IHTTPMailTransport; both tables answer alike. */
  Asked asked = Begin();
  void* base = Ask(asked.transport, &IID_IInternetTransport);
  CHECK_EQ(S4_GetIXPType(base), IXP_HTTPMail);
  CHECK_EQ(S4_GetIXPType(asked.transport), IXP_HTTPMail);
  IXPSTATUS status = IXP_LAST;
  CHECK_HR(S11_GetStatus(base, &status), S_OK);
  CHECK_EQ(status, IXP_DISCONNECTED);
  End(&asked);
}

CASE(query_in_vain) {
  Asked asked = Begin();
  const GUID* const others[] = {
      &kNobody,           &IID_IHTTPMailCallback, &IID_ITransportCallback,  &IID_IStream,
      &IID_IClassFactory, &IID_IPropFindRequest,  &CLSID_IHTTPMailTransport};
  for (int again = 0; again < 2; ++again) {
    for (int i = 0; i < 7; ++i) CHECK_HR(AskInVain(asked.transport, others[i]), E_NOINTERFACE);
    CHECK_HR(AskInVain(asked.factory, &kNobody), E_NOINTERFACE);
    CHECK_HR(AskInVain(asked.factory, &IID_IHTTPMailTransport), E_NOINTERFACE);
  }
  End(&asked);
}

CASE(query_null_pointer) {
  Asked asked = Begin();
  CHECK_HR(S0_QueryInterface(asked.transport, &IID_IUnknown, NULL), E_POINTER);
  CHECK_HR(S0_QueryInterface(asked.transport, &kNobody, NULL), E_POINTER);
  CHECK_HR(S0_QueryInterface(asked.factory, &IID_IUnknown, NULL), E_POINTER);
  End(&asked);
}

CASE(references_are_counted) {
  Asked asked = Begin();
  void* found = NULL;
  CHECK_EQ(S1_AddRef(asked.transport), 2);
  CHECK_HR(S0_QueryInterface(asked.transport, &IID_IImnxportTransport, &found), S_OK);
  CHECK_EQ(S1_AddRef(found), 4);
  CHECK_EQ(S2_Release(found), 3);
  CHECK_EQ(S2_Release(asked.transport), 2);
  CHECK_EQ(S2_Release(found), 1);
  AskInVain(asked.transport, &kNobody);
  CHECK_EQ(S1_AddRef(asked.transport), 2);
  CHECK_EQ(S2_Release(asked.transport), 1);
  End(&asked);
}
