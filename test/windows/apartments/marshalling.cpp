// Transport and class object are the same pointer in every apartment of the process.
#include <objbase.h>

#include "support/host_thread.h"
#include "support/server_library.h"

using namespace host;

namespace {

// The same object, through the Global Interface Table, on a thread of each kind.
void CheckSameEverywhere(IUnknown* object, REFIID iid) {
  IGlobalInterfaceTable* table = nullptr;
  REQUIRE(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                           IID_IGlobalInterfaceTable, reinterpret_cast<void**>(&table)) == S_OK);
  DWORD cookie = 0;
  CHECK_HR(table->RegisterInterfaceInGlobal(object, iid, &cookie), S_OK);
  Ptr<IUnknown> mine;
  CHECK_HR(object->QueryInterface(iid, mine.PutVoid()), S_OK);
  for (const Com com : {Com::kSta, Com::kMta}) {
    Thread thread(com);
    thread.Do([&] {
      IUnknown* found = nullptr;
      CHECK_HR(table->GetInterfaceFromGlobal(cookie, iid, reinterpret_cast<void**>(&found)), S_OK);
      CHECK(found == mine.Get());
      if (found) found->Release();
    });
  }
  CHECK_HR(table->RevokeInterfaceFromGlobal(cookie), S_OK);
  table->Release();
}

void CheckSameThroughAStream(Thread& from, IUnknown* object, REFIID iid) {
  IStream* stream = nullptr;
  from.Do([&] { CHECK_HR(CoMarshalInterThreadInterfaceInStream(iid, object, &stream), S_OK); });
  REQUIRE(stream != nullptr);
  Thread to(Com::kSta);
  to.Do([&] {
    IUnknown* found = nullptr;
    CHECK_HR(CoGetInterfaceAndReleaseStream(stream, iid, reinterpret_cast<void**>(&found)), S_OK);
    CHECK(found == object);
    if (found) found->Release();
  });
}

void CheckIdentity(IUnknown* object, REFIID iid) {
  Ptr<IUnknown> identity, asked, again;
  Ptr<IMarshal> marshal;
  CHECK_HR(object->QueryInterface(IID_IUnknown, identity.PutVoid()), S_OK);
  CHECK_HR(object->QueryInterface(IID_IMarshal, marshal.PutVoid()), S_OK);
  REQUIRE(marshal.Get() != nullptr);
  CHECK_HR(marshal->QueryInterface(IID_IUnknown, again.PutVoid()), S_OK);
  CHECK(again.Get() == identity.Get());
  CHECK_HR(marshal->QueryInterface(iid, asked.PutVoid()), S_OK);
  Ptr<IUnknown> agile;
  CHECK_HR(marshal->QueryInterface(IID_IAgileObject, agile.PutVoid()), S_OK);
  Ptr<IMarshal> marshal_again;
  CHECK_HR(asked->QueryInterface(IID_IMarshal, marshal_again.PutVoid()), S_OK);
  // All of them count on the same object.
  const ULONG before = object->AddRef();
  CHECK_EQ(marshal->AddRef(), before + 1);
  CHECK_EQ(marshal->Release(), before);
  CHECK_EQ(object->Release(), before - 1);
}

}  // namespace

CASE(transport_is_the_same_pointer_everywhere) {
  Library library;
  Thread sta(Com::kSta);
  Ptr<IHTTPMailTransport> transport;
  sta.Do([&] {
    *transport.Put() = library.MakeTransport();
    CheckSameEverywhere(transport.Get(), IID_IHTTPMailTransport);
    CheckSameEverywhere(transport.Get(), IID_IImnxportTransport);
    CheckSameEverywhere(transport.Get(), IID_IUnknown);
  });
  CheckSameEverywhere(transport.Get(), IID_IInternetTransport);
  CheckSameThroughAStream(sta, transport.Get(), IID_IHTTPMailTransport);
  sta.Do([&] { CHECK_EQ(transport->Release(), 0); });
  transport.Forget();
}

CASE(class_object_is_the_same_pointer_everywhere) {
  Library library;
  Thread sta(Com::kSta);
  Ptr<IClassFactory> factory;
  *factory.Put() = library.MakeFactory();
  sta.Do([&] { CheckSameEverywhere(factory.Get(), IID_IClassFactory); });
  CheckSameEverywhere(factory.Get(), IID_IUnknown);
  CheckSameThroughAStream(sta, factory.Get(), IID_IClassFactory);
  CHECK_EQ(factory->Release(), 0);
  factory.Forget();
}

CASE(marshaler_is_part_of_the_object) {
  Library library;
  Ptr<IClassFactory> factory;
  *factory.Put() = library.MakeFactory();
  Ptr<IHTTPMailTransport> transport;
  *transport.Put() = library.MakeTransport();
  CheckIdentity(transport.Get(), IID_IHTTPMailTransport);
  CheckIdentity(factory.Get(), IID_IClassFactory);
  CHECK_EQ(transport->Release(), 0);
  transport.Forget();
}

CASE(other_processes_get_no_interface) {
  // There is no proxy for it, on purpose.
  Library library;
  Ptr<IHTTPMailTransport> transport;
  *transport.Put() = library.MakeTransport();
  IStream* stream = nullptr;
  REQUIRE(CreateStreamOnHGlobal(nullptr, TRUE, &stream) == S_OK);
  CHECK_HR(CoMarshalInterface(stream, IID_IHTTPMailTransport, transport.Get(), MSHCTX_LOCAL, nullptr,
                              MSHLFLAGS_NORMAL),
           E_NOINTERFACE);
  stream->Release();
}

CASE(a_transport_is_used_from_every_apartment) {
  // Made in one STA, initialised in another, posted from a third kind of thread, released in the MTA.
  Library library;
  WebServer server;
  Thread first(Com::kSta), second(Com::kSta), third(Com::kNone);
  RecordingCallback callback;
  Ptr<IHTTPMailTransport> transport;
  IStream* stream = nullptr;
  REQUIRE(CreateStreamOnHGlobal(nullptr, TRUE, &stream) == S_OK);
  CHECK_HR(stream->Write("\x00\x01\x02", 3, nullptr), S_OK);
  first.Do([&] { *transport.Put() = library.MakeTransport(); });
  second.Do([&] { CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK); });
  third.Do([&] { Post(transport.Get(), server.Url(), stream); });
  CHECK(callback.WaitDone());
  CHECK_HR(callback.LastDone(), S_OK);
  CheckBody(server.Ended(0), 3);
  CHECK_EQ(stream->Release(), 0);
  transport.Reset();
  CHECK(callback.WaitFree());
  callback.Record().CheckAllOn(second.Id());
}
