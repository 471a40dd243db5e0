// The class object that a COM host gets from the server.
#include "com/class_factory.h"

#include <doctest/doctest.h>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "com/module.h"
#include "support/eventually.h"

using namespace imnxport;

TEST_CASE("both class ids have a factory, no other has") {
  for (const CLSID* clsid : {&CLSID_IHTTPMailTransport, &CLSID_ImnxportTransport}) {
    ComPtr<IClassFactory> factory;
    CHECK(GetClassObject(*clsid, IID_IClassFactory, factory.PutVoid()) == S_OK);
    CHECK(static_cast<bool>(factory));
  }
  void* none = &none;
  CHECK(GetClassObject(CLSID_IPropFindRequest, IID_IClassFactory, &none) == CLASS_E_CLASSNOTAVAILABLE);
  CHECK(none == nullptr);
}

TEST_CASE("GetClassObject clears its pointer when it fails") {
  void* none = &none;
  CHECK(GetClassObject(CLSID_IHTTPMailTransport, IID_IStream, &none) == E_NOINTERFACE);
  CHECK(none == nullptr);
  CHECK(GetClassObject(CLSID_IHTTPMailTransport, IID_IClassFactory, nullptr) == E_POINTER);
}

TEST_CASE("a factory makes transports, each an object of its own") {
  ComPtr<IClassFactory> factory;
  REQUIRE(GetClassObject(CLSID_IHTTPMailTransport, IID_IClassFactory, factory.PutVoid()) == S_OK);
  ComPtr<IHTTPMailTransport> first, second;
  CHECK(factory->CreateInstance(nullptr, IID_IHTTPMailTransport, first.PutVoid()) == S_OK);
  CHECK(factory->CreateInstance(nullptr, IID_IHTTPMailTransport, second.PutVoid()) == S_OK);
  CHECK(first.Get() != second.Get());
  CHECK(first->GetIXPType() == IXP_HTTPMail);
}

TEST_CASE("a factory does not aggregate and does not give what a transport has not") {
  ComPtr<IClassFactory> factory;
  REQUIRE(GetClassObject(CLSID_IHTTPMailTransport, IID_IClassFactory, factory.PutVoid()) == S_OK);
  void* none = &none;
  CHECK(factory->CreateInstance(factory.Get(), IID_IUnknown, &none) == CLASS_E_NOAGGREGATION);
  CHECK(none == nullptr);
  none = &none;
  CHECK(factory->CreateInstance(nullptr, IID_IStream, &none) == E_NOINTERFACE);
  CHECK(none == nullptr);
  CHECK(factory->CreateInstance(nullptr, IID_IHTTPMailTransport, nullptr) == E_POINTER);
}

TEST_CASE("a factory, a lock and a transport keep the module loaded, without them it can go") {
  REQUIRE(imnxport::test::BecomesUnloadable());
  ComPtr<IClassFactory> factory;
  REQUIRE(GetClassObject(CLSID_ImnxportTransport, IID_IClassFactory, factory.PutVoid()) == S_OK);
  CHECK(CanUnloadModule() == S_FALSE);
  ComPtr<IImnxportTransport> transport;
  REQUIRE(factory->CreateInstance(nullptr, IID_IImnxportTransport, transport.PutVoid()) == S_OK);
  REQUIRE(factory->LockServer(TRUE) == S_OK);
  factory.Reset();
  transport.Reset();
  CHECK(CanUnloadModule() == S_FALSE);
  REQUIRE(GetClassObject(CLSID_ImnxportTransport, IID_IClassFactory, factory.PutVoid()) == S_OK);
  REQUIRE(factory->LockServer(FALSE) == S_OK);
  factory.Reset();
  CHECK(imnxport::test::BecomesUnloadable());
}
