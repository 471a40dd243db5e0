// Transport and class object are the same pointer in every apartment of the process.
#include <objbase.h>

#include "support/host_thread.h"
#include "support/one_pointer.h"
#include "support/server_library.h"

using namespace host;

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
