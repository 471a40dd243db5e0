// On which thread a stream is read and released: behaviour 4.6 and 4.7.
#include <objbase.h>
#include <shlwapi.h>

#include <memory>

#include "support/host_thread.h"
#include "support/recording_stream.h"
#include "support/server_library.h"

using namespace host;

namespace {

// A thread with a transport whose callback is called on any thread, so that it can wait without pumping.
struct Host {
  explicit Host(Com com) : thread(com), callback(true) {
    thread.Do([this] {
      *transport.Put() = library.MakeTransport();
      CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
    });
  }
  ~Host() {
    transport.Reset();
    CHECK(callback.WaitFree());
  }
  void PostNow(IStream* stream, const char* path = "/") {
    thread.Do([&] { Post(transport.Get(), server.Url(path), stream); });
  }

  Library library;
  WebServer server;
  Thread thread;
  RecordingCallback callback;
  Ptr<IHTTPMailTransport> transport;
};

constexpr size_t kSize = 600000;  // more than one block

// The length of time after which a dropped command must have ended although its stream hangs: 50 ms, and what
// a slow machine adds.
constexpr DWORD kSoon = 5000;

}  // namespace

CASE(bound_stream_is_called_in_its_apartment) {
  Host host(Com::kSta);
  RecordingStream stream(kSize);
  host.PostNow(&stream);
  CHECK(host.callback.WaitDone());
  CHECK_HR(host.callback.LastDone(), S_OK);
  CHECK(stream.WaitFree());
  CHECK(stream.Record().Of("Read").size() > 2);
  CHECK(!stream.Record().Of("Seek").empty());
  CHECK(!stream.Record().Of("Release").empty());
  stream.Record().CheckAllOn(host.thread.Id());
  CheckBody(host.server.Ended(0), kSize);
}

CASE(bound_stream_of_another_sta_is_called_there) {
  // What is posted is a proxy already.
  Host host(Com::kSta);
  RecordingStream stream(kSize);
  Thread owner(Com::kSta);
  IStream* marshalled = nullptr;
  owner.Do([&] { CHECK_HR(CoMarshalInterThreadInterfaceInStream(IID_IStream, &stream, &marshalled), S_OK); });
  host.thread.Do([&] {
    Ptr<IStream> proxy;
    CHECK_HR(CoGetInterfaceAndReleaseStream(marshalled, IID_IStream, proxy.PutVoid()), S_OK);
    CHECK(proxy.Get() != &stream);
    Post(host.transport.Get(), host.server.Url(), proxy.Get());
  });
  CHECK(host.callback.WaitDone());
  CHECK_HR(host.callback.LastDone(), S_OK);
  // Wine keeps a reference for a proxy that was in the Global Interface Table until its apartment ends, also
  // when nobody but a test put it there; Windows gives it back with the last proxy (not run).
  const DWORD owner_id = owner.Id();
  owner.End();
  CHECK(stream.WaitFree());
  stream.Record().CheckAllOn(owner_id);
  CheckBody(host.server.Ended(0), kSize);
}

CASE(agile_stream_of_an_sta_is_called_directly) {
  Host host(Com::kSta);
  RecordingStream stream(kSize, true);
  Gate busy;
  host.thread.Begin([&] {
    Post(host.transport.Get(), host.server.Url(), &stream);
    busy.Wait();
  });
  CHECK(host.callback.WaitDone());  // though its thread does not pump
  CHECK_HR(host.callback.LastDone(), S_OK);
  CHECK(stream.WaitFree());
  busy.Open();
  host.thread.Join();
  stream.Record().CheckNoneOn(host.thread.Id(), {"Release"});  // asking for IAgileObject is given back there
  CheckBody(host.server.Ended(0), kSize);
}

CASE(streams_of_mta_and_comless_threads_are_called_directly) {
  for (const Com com : {Com::kMta, Com::kNone}) {
    Host host(com);
    RecordingStream stream(kSize);
    Gate busy;
    host.thread.Begin([&] {
      Post(host.transport.Get(), host.server.Url(), &stream);
      busy.Wait();
    });
    CHECK(host.callback.WaitDone());
    CHECK_HR(host.callback.LastDone(), S_OK);
    CHECK(stream.WaitFree());
    busy.Open();
    host.thread.Join();
    stream.Record().CheckNoneOn(host.thread.Id());
    for (const Call& call : stream.Record().All()) CHECK_TEXT(call.apartment.c_str(), "MTA");
    CheckBody(host.server.Ended(0), kSize);
  }
}

namespace {

// `make` gives a stream of the system's, on a thread of that kind; it is posted, and the last reference is
// ours.
void CheckSystemStream(Com com, const std::function<IStream*()>& make) {
  Host host(com);
  IStream* stream = nullptr;
  host.thread.Do([&] {
    stream = make();
    std::unique_ptr<char[]> bytes(new char[kSize]);
    for (size_t i = 0; i < kSize; ++i) bytes[i] = RecordingStream::ByteAt(i);
    ULONG written = 0;
    CHECK_HR(stream->Write(bytes.get(), kSize, &written), S_OK);
    CHECK_EQ(written, kSize);
    Post(host.transport.Get(), host.server.Url(), stream);
  });
  CHECK(host.callback.WaitDone());
  CHECK_HR(host.callback.LastDone(), S_OK);
  CheckBody(host.server.Ended(0), kSize);
  // Every reference was given back before the final response.
  host.thread.Do([&] { CHECK_EQ(stream->Release(), 0); });
}

}  // namespace

CASE(streams_on_global_memory) {
  for (const Com com : {Com::kSta, Com::kMta, Com::kNone}) {
    CheckSystemStream(com, [] {
      IStream* stream = nullptr;
      REQUIRE(CreateStreamOnHGlobal(nullptr, TRUE, &stream) == S_OK);
      return stream;
    });
  }
}

CASE(streams_on_files) {
  wchar_t folder[MAX_PATH], path[MAX_PATH];
  REQUIRE(GetTempPathW(MAX_PATH, folder) != 0);
  REQUIRE(GetTempFileNameW(folder, L"ixp", 0, path) != 0);
  for (const Com com : {Com::kSta, Com::kMta, Com::kNone}) {
    CheckSystemStream(com, [&] {
      IStream* stream = nullptr;
      REQUIRE(SHCreateStreamOnFileEx(path, STGM_READWRITE | STGM_CREATE, FILE_ATTRIBUTE_NORMAL, TRUE, nullptr,
                                     &stream) == S_OK);
      return stream;
    });
  }
  CHECK(DeleteFileW(path));
}

// ---- a registration that fails ----------------------------------------------------------------------

namespace {

constexpr HRESULT kRefusal = static_cast<HRESULT>(0x80040ABCu);

// A stream that answers this marshals itself, and cannot.
class Refusing final : public IMarshal {
 public:
  STDMETHOD(QueryInterface)(REFIID, void** ppv) override {
    *ppv = nullptr;
    return E_NOINTERFACE;
  }
  STDMETHOD_(ULONG, AddRef)() override { return 2; }
  STDMETHOD_(ULONG, Release)() override { return 1; }
  STDMETHOD(GetUnmarshalClass)(REFIID, void*, DWORD, void*, DWORD, CLSID*) override { return kRefusal; }
  STDMETHOD(GetMarshalSizeMax)(REFIID, void*, DWORD, void*, DWORD, DWORD*) override { return kRefusal; }
  STDMETHOD(MarshalInterface)(IStream*, REFIID, void*, DWORD, void*, DWORD) override { return kRefusal; }
  STDMETHOD(UnmarshalInterface)(IStream*, REFIID, void**) override { return kRefusal; }
  STDMETHOD(ReleaseMarshalData)(IStream*) override { return kRefusal; }
  STDMETHOD(DisconnectObject)(DWORD) override { return kRefusal; }
};

}  // namespace

CASE(registration_that_fails_is_the_result_of_the_post) {
  Host host(Com::kSta);
  RecordingStream stream(10);
  static Refusing refusing;
  stream.on_marshal = [](IStream*, void** ppv) -> HRESULT {
    *ppv = &refusing;
    return S_OK;
  };
  host.thread.Do([&] {
    CHECK_HR(host.transport->CommandPOST(host.server.Url(), &stream, nullptr, 0), kRefusal);
    CHECK_EQ(stream.References(), 1);
  });
  CHECK_HR(host.transport->IsState(IXP_IS_BUSY), S_FALSE);
  stream.on_marshal = nullptr;
  host.PostNow(&stream);
  CHECK(host.callback.WaitDone());
  CHECK_EQ(host.callback.Done(), 1);
  CHECK_EQ(host.server.Requests(), 1);
}

// ---- an apartment that does not pump ----------------------------------------------------------------

CASE(bound_stream_waits_until_its_thread_pumps) {
  Host host(Com::kSta);
  RecordingStream stream(kSize), other_stream(1000, true);
  Gate busy, posted;
  host.thread.Begin([&] {
    Post(host.transport.Get(), host.server.Url("/bound"), &stream);
    posted.Open();
    busy.Wait();
  });
  CHECK(posted.Wait());
  // Nobody else waits for it: another transport's command passes, in the same process, on the same threads.
  RecordingCallback other_callback(true);
  Ptr<IHTTPMailTransport> other;
  *other.Put() = host.library.MakeTransport();
  CHECK_HR(other->InitNew("other", nullptr, &other_callback), S_OK);
  Post(other.Get(), host.server.Url("/other"), &other_stream);
  CHECK(other_callback.WaitDone());
  CHECK_EQ(host.callback.Done(), 0);
  CHECK(stream.Record().Of("Read").empty());
  busy.Open();
  host.thread.Join();
  CHECK(host.callback.WaitDone());
  CHECK_HR(host.callback.LastDone(), S_OK);
  CHECK(stream.WaitFree());
  stream.Record().CheckAllOn(host.thread.Id());
  other.Reset();
  CHECK(other_callback.WaitFree());
}

CASE(command_that_is_dropped_does_not_wait_for_the_apartment) {
  Host host(Com::kSta);
  RecordingStream stream(kSize), queued(kSize);
  Gate busy, posted;
  host.thread.Begin([&] {
    Post(host.transport.Get(), host.server.Url("/bound"), &stream);
    Post(host.transport.Get(), host.server.Url("/queued"), &queued);
    posted.Open();
    busy.Wait();
  });
  CHECK(posted.Wait());
  CHECK_HR(host.transport->DropConnection(), S_OK);
  CHECK(host.callback.WaitDone(2, kSoon));  // its thread has not pumped yet
  CHECK_HR(host.callback.LastDone(), IXP_E_CONNECTION_DROPPED);
  CHECK(stream.References() > 1);
  // The I/O thread is free as well.
  RecordingStream next(1000, true);
  Post(host.transport.Get(), host.server.Url("/next"), &next);
  CHECK(host.callback.WaitDone(3));
  CHECK_HR(host.callback.LastDone(), S_OK);
  busy.Open();
  host.thread.Join();
  CHECK(stream.WaitFree());
  CHECK(queued.WaitFree());
  stream.Record().CheckAllOn(host.thread.Id());
  queued.Record().CheckAllOn(host.thread.Id());
}

CASE(command_that_is_dropped_does_not_wait_for_a_read_in_the_apartment) {
  Host host(Com::kSta);
  RecordingStream stream(kSize);
  Gate read;
  stream.gate = &read;
  host.PostNow(&stream);
  CHECK(stream.reached.Wait());
  CHECK_HR(host.transport->DropConnection(), S_OK);
  CHECK(host.callback.WaitDone(1, kSoon));
  CHECK_HR(host.callback.LastDone(), IXP_E_CONNECTION_DROPPED);
  CHECK(stream.References() > 1);
  read.Open();
  CHECK(stream.WaitFree());
  stream.Record().CheckAllOn(host.thread.Id());
}

CASE(final_release_does_not_wait_for_the_apartment) {
  Host host(Com::kSta);
  RecordingStream stream(kSize);
  Gate busy, posted;
  host.thread.Begin([&] {
    Post(host.transport.Get(), host.server.Url(), &stream);
    posted.Open();
    busy.Wait();
  });
  CHECK(posted.Wait());
  host.transport.Reset();
  CHECK(!host.library.CanUnload());
  busy.Open();
  host.thread.Join();
  CHECK(stream.WaitFree());
  CHECK_EQ(host.callback.Done(), 0);
  stream.Record().CheckAllOn(host.thread.Id());
}

// ---- an apartment that ends -------------------------------------------------------------------------

namespace {

// The stream's thread ends before its command has its turn, the callback's does not. A thread that ends while
// a call waits for it cannot be shown here: Wine then loses the call, where Windows lets it fail (not run).
void EndTheApartment(Leave leave) {
  Host host(Com::kMta);
  RecordingStream stream(kSize), running(1000);
  host.server.HoldNext();
  host.PostNow(&running, "/running");
  Thread owner(Com::kSta);
  owner.BeginLast([&] { Post(host.transport.Get(), host.server.Url("/bound"), &stream); }, leave);
  owner.End();
  host.server.LetGo();
  CHECK(host.callback.WaitDone(2));
  const HRESULT hr = host.callback.LastDone();
  const bool says_so = hr == RPC_E_DISCONNECTED || hr == CO_E_OBJNOTCONNECTED || hr == CO_E_OBJNOTREG ||
                       hr == RPC_E_SERVER_DIED || hr == RPC_E_SERVER_DIED_DNE ||
                       hr == HRESULT_FROM_WIN32(RPC_S_UNKNOWN_IF);  // the last one is Wine's word for it
  if (!says_so) CHECK_HR(hr, RPC_E_DISCONNECTED);
  // It was never called but for what COM itself did on its thread.
  CHECK(stream.Record().Of("Read").empty());
  stream.Record().CheckAllOn(owner.Id());
}

}  // namespace

CASE(apartment_that_ends_before_the_stream_is_read) { EndTheApartment(Leave::kProperly); }

CASE(apartment_that_ends_without_leaving_com) { EndTheApartment(Leave::kWithoutAWord); }
