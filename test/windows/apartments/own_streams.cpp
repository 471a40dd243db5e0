// Streams of ours in somebody's apartments, and streams of apartments for whom they are called here.
#include <objbase.h>

#include <memory>
#include <vector>

#include "stream/memory_stream.h"
#include "stream/pipe_stream.h"
#include "stream/stream_client.h"
#include "support/host_thread.h"
#include "support/one_pointer.h"
#include "support/recording_stream.h"
#include "support/server_library.h"

using namespace host;

namespace {

// Has nothing, and is asked for nothing.
struct Silent final : imnxport::ProducerOwner {
  void OnPull(bool) noexcept override {}
  void OnRestart(uint64_t, bool) noexcept override {}
  void OnClosed() noexcept override {}
};

imnxport::ComPtr<IStream> MakePipe() {
  auto producer = std::make_shared<imnxport::Producer>(std::nullopt, false, std::make_shared<Silent>());
  return imnxport::MakePipeStream(std::move(producer));
}

}  // namespace

CASE(our_streams_are_one_pointer_in_all_apartments) {
  Thread sta(Com::kSta);
  imnxport::ComPtr<IStream> streams[2];
  sta.Do([&] {
    streams[0] = MakePipe();
    streams[1] = imnxport::MakeMemoryStream({1, 2, 3});
    for (const auto& stream : streams) CheckSameEverywhere(stream.Get(), IID_IStream);
  });
  for (const auto& stream : streams) {
    CheckSameThroughAStream(sta, stream.Get(), IID_IStream);
    CheckIdentity(stream.Get(), IID_IStream);
    CHECK_EQ(stream->AddRef(), 2);
    CHECK_EQ(stream->Release(), 1);
  }
}

namespace {

constexpr ULONG kSize = 1000;

// Reads a part of the stream, or asks nothing of it.
struct Reading final : imnxport::StreamCall {
  void Run(IStream* stream) noexcept override {
    char bytes[kSize];
    hr = stream->Read(bytes, kSize, &got);
    right = got == kSize && bytes[999] == RecordingStream::ByteAt(999);
  }
  HRESULT hr = E_FAIL;
  ULONG got = 0;
  bool right = false;
};

struct Client final : imnxport::StreamClientOwner {
  void OnDone(std::unique_ptr<imnxport::StreamCall> call, bool ran) noexcept override {
    const auto& reading = static_cast<const Reading&>(*call);
    done.Add(ran ? "made" : "dropped", reading.right ? 1 : 0);
  }
  Calls done;
};

// A client of the stream on that thread, which reads and lets go.
void ReadAndClose(Thread& thread, IStream* stream, const std::shared_ptr<Client>& owner) {
  std::shared_ptr<imnxport::StreamClient> client;
  thread.Do([&] {
    client = imnxport::StreamClient::Make(stream, owner);
    client->Queue(std::make_unique<Reading>());
  });
  CHECK(owner->done.Wait([](const std::vector<Call>& calls) { return calls.size() == 1; }));
  CHECK_EQ(owner->done.All()[0].value, 1);
  thread.Do([&] { client->Close(std::make_unique<Reading>()); });
  CHECK(owner->done.Wait([](const std::vector<Call>& calls) { return calls.size() == 2; }));
  CHECK_TEXT(owner->done.All()[1].what.c_str(), "made");
}

}  // namespace

CASE(a_stream_that_belongs_to_the_thread_is_called_there) {
  Thread sta(Com::kSta);
  RecordingStream stream(5000);
  const auto owner = std::make_shared<Client>();
  ReadAndClose(sta, &stream, owner);
  CHECK_EQ(stream.References(), 1);
  stream.Record().CheckAllOn(sta.Id());
  owner->done.CheckAllOn(sta.Id());
}

CASE(an_agile_stream_of_an_sta_is_called_on_threads_of_ours) {
  Thread sta(Com::kSta);
  RecordingStream stream(5000, true);
  const auto owner = std::make_shared<Client>();
  ReadAndClose(sta, &stream, owner);
  CHECK(stream.WaitFree());
  owner->done.CheckNoneOn(sta.Id());
  stream.Record().CheckNoneOn(sta.Id(), {"Release"});  // asking for IAgileObject is given back there
}

CASE(streams_of_mta_and_comless_threads_are_called_on_threads_of_ours) {
  for (const Com com : {Com::kMta, Com::kNone}) {
    Thread thread(com);
    RecordingStream stream(5000);
    const auto owner = std::make_shared<Client>();
    ReadAndClose(thread, &stream, owner);
    CHECK(stream.WaitFree());
    stream.Record().CheckNoneOn(thread.Id());
    for (const Call& call : stream.Record().All()) CHECK_TEXT(call.apartment.c_str(), "MTA");
  }
}

CASE(a_stream_of_another_apartment_is_called_there) {
  // What the client has is a proxy: of the MTA, which its threads share, or of an STA, in which it is called
  // itself.
  for (const Com com : {Com::kMta, Com::kSta}) {
    Thread owner_of_stream(Com::kSta), thread(com);
    RecordingStream stream(5000);
    IStream* marshalled = nullptr;
    owner_of_stream.Do(
        [&] { CHECK_HR(CoMarshalInterThreadInterfaceInStream(IID_IStream, &stream, &marshalled), S_OK); });
    Ptr<IStream> proxy;
    thread.Do([&] {
      CHECK_HR(CoGetInterfaceAndReleaseStream(marshalled, IID_IStream, proxy.PutVoid()), S_OK);
      CHECK(proxy.Get() != &stream);
    });
    ReadAndClose(thread, proxy.Get(), std::make_shared<Client>());
    thread.Do([&] { proxy.Reset(); });
    const DWORD id = owner_of_stream.Id();
    owner_of_stream.End();
    CHECK(stream.WaitFree());
    stream.Record().CheckAllOn(id);
  }
}
