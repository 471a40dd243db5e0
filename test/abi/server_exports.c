/* server_exports.c: DllGetClassObject, the class objects, and what they refuse. */
#include "server_test.h"

CASE(exports_are_there) {
  static const char* const kNames[] = {"DllGetClassObject", "DllCanUnloadNow", "DllRegisterServer",
                                       "DllUnregisterServer", "DllInstall"};
  Library library = LibraryLoad();
  for (unsigned i = 0; i < sizeof kNames / sizeof *kNames; ++i) {
    Looking(kNames[i]);
    CHECK(LibraryFunction(library.handle, kNames[i]) != NULL);
  }
  Looking(NULL);
  LibraryEnd(&library);
}

CASE(exports_nothing_else) {
  /* The names of what is inside must not be seen by, or mixed up with, the host's. */
  static const char* const kNames[] = {"curl_easy_init", "curl_global_init", "SSL_new",
                                       "napi_register_module_v1", "IID_IHTTPMailTransport"};
  Library library = LibraryLoad();
  for (unsigned i = 0; i < sizeof kNames / sizeof *kNames; ++i) {
    Looking(kNames[i]);
    CHECK(LibraryFunction(library.handle, kNames[i]) == NULL);
  }
  Looking(NULL);
  LibraryEnd(&library);
}

CASE(class_objects) {
  const GUID* const clsids[] = {&CLSID_IHTTPMailTransport, &CLSID_ImnxportTransport};
  Library library = LibraryLoad();
  for (int i = 0; i < 2; ++i) {
    void* factory = NULL;
    void* unknown = NULL;
    CHECK_HR(library.get_class_object(clsids[i], &IID_IClassFactory, &factory), S_OK);
    CHECK_HR(library.get_class_object(clsids[i], &IID_IUnknown, &unknown), S_OK);
    REQUIRE(factory && unknown);
    void* transport = NULL;
    CHECK_HR(S3_CreateInstance(factory, NULL, &IID_IHTTPMailTransport, &transport), S_OK);
    REQUIRE(transport != NULL);
    CHECK_EQ(S4_GetIXPType(transport), IXP_HTTPMail);
    CHECK_EQ(S2_Release(transport), 0);
    S2_Release(factory);
    S2_Release(unknown);
  }
  LibraryEnd(&library);
}

CASE(class_not_available) {
  const GUID* const clsids[] = {&kNobody, &IID_IHTTPMailTransport, &CLSID_IPropFindRequest,
                                &CLSID_IPropPatchRequest};
  Library library = LibraryLoad();
  for (int i = 0; i < 4; ++i) {
    void* factory = &library;
    CHECK_HR(library.get_class_object(clsids[i], &IID_IClassFactory, &factory), CLASS_E_CLASSNOTAVAILABLE);
    CHECK(factory == NULL);
  }
  LibraryEnd(&library);
}

CASE(class_object_without_the_interface) {
  Library library = LibraryLoad();
  const GUID* const others[] = {&kNobody, &IID_IHTTPMailTransport, &IID_IStream};
  for (int i = 0; i < 3; ++i) {
    void* factory = &library;
    CHECK_HR(library.get_class_object(&CLSID_IHTTPMailTransport, others[i], &factory), E_NOINTERFACE);
    CHECK(factory == NULL);
  }
  LibraryEnd(&library);
}

CASE(class_object_null_pointer) {
  Library library = LibraryLoad();
  CHECK_HR(library.get_class_object(&CLSID_IHTTPMailTransport, &IID_IClassFactory, NULL), E_POINTER);
  CHECK_HR(library.get_class_object(&kNobody, &IID_IClassFactory, NULL), E_POINTER);
  LibraryEnd(&library);
}

CASE(create_each_interface) {
  Library library = LibraryLoad();
  void* factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  for (int i = 0; i < kTransportInterfaces; ++i) {
    void* object = NULL;
    CHECK_HR(S3_CreateInstance(factory, NULL, TransportInterface(i), &object), S_OK);
    REQUIRE(object != NULL);
    CHECK_EQ(S2_Release(object), 0);
  }
  CHECK_EQ(S2_Release(factory), 0);
  LibraryEnd(&library);
}

CASE(create_no_aggregation) {
  Library library = LibraryLoad();
  void* factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  const GUID* const iids[] = {&IID_IUnknown, &IID_IHTTPMailTransport};
  for (int i = 0; i < 2; ++i) {
    void* object = &library;
    CHECK_HR(S3_CreateInstance(factory, factory, iids[i], &object), CLASS_E_NOAGGREGATION);
    CHECK(object == NULL);
  }
  CHECK_EQ(S2_Release(factory), 0);
  LibraryEnd(&library);
}

CASE(create_without_the_interface) {
  Library library = LibraryLoad();
  void* factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  const GUID* const iids[] = {&kNobody, &IID_IClassFactory, &IID_IHTTPMailCallback};
  for (int i = 0; i < 3; ++i) {
    void* object = &library;
    CHECK_HR(S3_CreateInstance(factory, NULL, iids[i], &object), E_NOINTERFACE);
    CHECK(object == NULL);
  }
  CHECK_EQ(S2_Release(factory), 0);
  LibraryEnd(&library); /* the object that could not be asked is gone again */
}

CASE(create_null_pointer) {
  Library library = LibraryLoad();
  void* factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  CHECK_HR(S3_CreateInstance(factory, NULL, &IID_IHTTPMailTransport, NULL), E_POINTER);
  CHECK_EQ(S2_Release(factory), 0);
  LibraryEnd(&library);
}
