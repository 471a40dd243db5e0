// The stream that a foreign transport is given in the place of the client's.
#include "foreign/watched_stream.h"

#include <doctest/doctest.h>

#include "support/scripted_async_stream.h"
#include "support/scripted_stream.h"

using namespace imnxport;
using namespace imnxport::test;

namespace {

// At the end it is closed, and proved to have given the client's stream back.
struct Watched {
  explicit Watched(IStream& used, std::optional<uint64_t> declared = {})
      : record(std::make_shared<StreamRecord>(declared)) {
    REQUIRE(held->Open(&used) == S_OK);
    stream = MakeWatchedStream(held, record, declared);
    REQUIRE(stream);
  }
  ~Watched() { held->Close(); }

  HRESULT Read(ULONG size, std::string* bytes) {
    bytes->resize(size);
    ULONG got = 99;
    const HRESULT hr = stream->Read(bytes->data(), size, &got);
    bytes->resize(got);
    return hr;
  }
  HRESULT SeekTo(LONGLONG move, DWORD origin = STREAM_SEEK_SET) {
    LARGE_INTEGER distance;
    distance.QuadPart = move;
    return stream->Seek(distance, origin, nullptr);
  }

  const std::shared_ptr<HeldStream> held = std::make_shared<HeldStream>();
  const std::shared_ptr<StreamRecord> record;
  ComPtr<IStream> stream;
};

}  // namespace

TEST_CASE("it reads, seeks and says its size as the client's stream does, and counts") {
  ScriptedStream client("0123456789");
  Watched watched(client);
  std::string bytes;
  CHECK(watched.Read(4, &bytes) == S_OK);
  CHECK(bytes == "0123");
  CHECK(watched.record->Take().read == 4);
  CHECK(watched.record->Take().touched);
  CHECK(!watched.record->Take().whole);
  STATSTG stat{};
  CHECK(watched.stream->Stat(&stat, STATFLAG_NONAME) == S_OK);
  CHECK(stat.cbSize.QuadPart == 10);
  CHECK(watched.record->Take().length == uint64_t{10});
  ULARGE_INTEGER where{};
  LARGE_INTEGER two;
  two.QuadPart = 2;
  CHECK(watched.stream->Seek(two, STREAM_SEEK_CUR, &where) == S_OK);
  CHECK(where.QuadPart == 6);
  CHECK(watched.SeekTo(0) == S_OK);
  CHECK(watched.Read(10, &bytes) == S_OK);
  CHECK(bytes == "0123456789");
  CHECK(watched.record->Take().read == 10);
  CHECK(watched.record->Take().whole);
}

TEST_CASE("reading from the beginning counts anew, that it was whole once stays") {
  ScriptedStream client("0123456789");
  Watched watched(client);
  std::string bytes;
  watched.Read(20, &bytes);
  watched.Read(1, &bytes);
  CHECK(watched.record->Take().whole);
  CHECK(watched.SeekTo(0) == S_OK);
  CHECK(watched.record->Take().read == 10);
  watched.Read(3, &bytes);
  CHECK(watched.record->Take().read == 3);
  CHECK(watched.record->Take().whole);
}

TEST_CASE("a look at the middle is not what counts") {
  ScriptedStream client("0123456789");
  Watched watched(client);
  std::string bytes;
  CHECK(watched.SeekTo(-2, STREAM_SEEK_END) == S_OK);
  watched.Read(5, &bytes);
  CHECK(bytes == "89");
  CHECK(!watched.record->Take().touched);
  CHECK(!watched.record->Take().whole);
}

TEST_CASE("CopyTo is counted, a clone is what the client's stream makes of it") {
  ScriptedStream client(std::string(40'000, 'x'));
  struct Sink final : Counted<StreamBase<>> {
    std::string bytes;
    HRESULT STDMETHODCALLTYPE Write(const void* from, ULONG size, ULONG* written) noexcept override {
      bytes.append(static_cast<const char*>(from), size);
      *written = size;
      return S_OK;
    }
  } sink;
  Watched watched(client);
  ULARGE_INTEGER all, read{}, written{};
  all.QuadPart = ~0ULL;
  CHECK(watched.stream->CopyTo(&sink, all, &read, &written) == S_OK);
  CHECK(read.QuadPart == 40'000);
  CHECK(written.QuadPart == 40'000);
  CHECK(sink.bytes.size() == 40'000);
  CHECK(watched.record->Take().whole);
  ComPtr<IStream> clone;
  CHECK(watched.stream->Clone(clone.Put()) == E_NOTIMPL);  // as the client's stream answers
  CHECK(!clone);
}

TEST_CASE("it cannot be written, and is called on any thread") {
  ScriptedStream client("abc");
  Watched watched(client);
  ULONG written = 9;
  CHECK(watched.stream->Write("x", 1, &written) == STG_E_ACCESSDENIED);
  CHECK(watched.stream->SetSize({}) == STG_E_ACCESSDENIED);
  ComPtr<IUnknown> agile;
  CHECK(watched.stream->QueryInterface(IID_IAgileObject, agile.PutVoid()) == S_OK);
  ComPtr<IUnknown> async;
  CHECK(watched.stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == E_NOINTERFACE);
}

TEST_CASE("behaviour 4.4: a declared length is kept to, and no byte of a wrong one is the last") {
  std::string bytes;
  SUBCASE("right") {
    ScriptedStream client("0123456789");
    Watched watched(client, 10);
    CHECK(watched.Read(20, &bytes) == S_FALSE);
    CHECK(bytes == "0123456789");
    CHECK(watched.record->Take().whole);
    CHECK(watched.Read(1, &bytes) == S_FALSE);
    CHECK(bytes.empty());
  }
  SUBCASE("too short") {
    ScriptedStream client("01234");
    Watched watched(client, 10);
    CHECK(watched.Read(5, &bytes) == S_OK);
    CHECK(watched.Read(5, &bytes) == IXP_E_INCOMPLETE);
    CHECK(!watched.record->Take().whole);
  }
  SUBCASE("too long") {
    ScriptedStream client("0123456789");
    Watched watched(client, 5);
    CHECK(watched.Read(3, &bytes) == S_OK);
    CHECK(watched.Read(9, &bytes) == IXP_E_INCOMPLETE);
    CHECK(!watched.record->Take().whole);
  }
  SUBCASE("said by Stat, whatever the stream itself says") {
    ScriptedStream client("0123456789");
    client.WithoutStat();
    Watched watched(client, 5);
    STATSTG stat{};
    CHECK(watched.stream->Stat(&stat, STATFLAG_NONAME) == S_OK);
    CHECK(stat.cbSize.QuadPart == 5);
  }
}

TEST_CASE("behaviour 4.3: more bytes than asked for are a failure") {
  ScriptedStream client("0123456789");
  client.on_read = [](void*, ULONG size, ULONG* read) {
    *read = size + 1;
    return S_OK;
  };
  Watched watched(client);
  std::string bytes;
  CHECK(watched.Read(4, &bytes) == E_UNEXPECTED);
}

TEST_CASE("once it is closed, nothing of the client's stream is touched any more") {
  ScriptedStream client("0123456789");
  Watched watched(client);
  watched.held->Close();
  CHECK(client.Taken() == 0);
  std::string bytes;
  STATSTG stat{};
  ComPtr<IStream> clone;
  CHECK(watched.Read(4, &bytes) == E_ABORT);
  CHECK(watched.SeekTo(0) == E_ABORT);
  CHECK(watched.stream->Stat(&stat, STATFLAG_NONAME) == E_ABORT);
  CHECK(watched.stream->Clone(clone.Put()) == E_ABORT);
}

TEST_CASE("time inside the client's stream is not the transport's silence") {
  ScriptedStream client("0123456789");
  Watched watched(client);
  bool waiting = false;
  client.on_read = [&](void* to, ULONG size, ULONG* read) {
    waiting = watched.record->Waiting();
    return client.HonestRead(to, size, read);
  };
  CHECK(!watched.record->Waiting());
  std::string bytes;
  watched.Read(4, &bytes);
  CHECK(waiting);
  CHECK(!watched.record->Waiting());
}

TEST_CASE("a stream that does not block is handed on as one, counted") {
  ScriptedAsyncStream client("abc");
  Watched watched(client);
  ComPtr<IImnxportAsyncStream> async;
  REQUIRE(watched.stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
  char bytes[8];
  ULONG got = 0;
  CHECK(async->TryRead(bytes, sizeof bytes, &got) == S_OK);
  CHECK(got == 3);
  CHECK(watched.record->Take().read == 3);
  CHECK(async->TryRead(bytes, sizeof bytes, &got) == S_FALSE);
  CHECK(watched.record->Take().whole);
  watched.held->Close();
  CHECK(async->TryRead(bytes, sizeof bytes, &got) == E_ABORT);
  CHECK(async->Advise(nullptr) == S_OK);
  CHECK(client.Taken() == 0);
}

TEST_CASE("a transport waits for a stream that has nothing yet, until that is ready") {
  ScriptedAsyncStream client("abc");
  client.available = 0;
  Watched watched(client);
  ComPtr<IImnxportAsyncStream> async;
  REQUIRE(watched.stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
  struct Reader final : Counted<ComObject<Implements<IImnxportReadiness>>> {
    int ready = 0;
    HRESULT STDMETHODCALLTYPE OnReady() noexcept override {
      ++ready;
      return S_OK;
    }
  } reader;
  CHECK(async->Advise(&reader) == S_OK);
  char bytes[8];
  ULONG got = 0;
  CHECK(async->TryRead(bytes, sizeof bytes, &got) == E_PENDING);
  CHECK(watched.record->Waiting());
  client.Ready(3, true);
  CHECK(reader.ready == 1);
  CHECK(!watched.record->Waiting());
  client.on_pending = [&] { client.readiness->OnReady(); };
  client.available = 0;
  CHECK(async->TryRead(bytes, sizeof bytes, &got) == E_PENDING);
  CHECK(!watched.record->Waiting());
  CHECK(async->Advise(nullptr) == S_OK);
}

TEST_CASE("clones end with the stream that they are of") {
  struct Cloning final : Counted<StreamBase<>> {
    ScriptedStream other{"abc"};
    HRESULT STDMETHODCALLTYPE Clone(IStream** clone) noexcept override {
      other.AddRef();
      *clone = &other;
      return S_OK;
    }
  } client;
  Watched watched(client);
  ComPtr<IStream> clone;
  REQUIRE(watched.stream->Clone(clone.Put()) == S_OK);
  char bytes[3];
  ULONG got = 0;
  CHECK(clone->Read(bytes, 3, &got) == S_OK);
  CHECK(got == 3);
  CHECK(watched.record->Take().read == 3);
  watched.held->Close();
  CHECK(client.other.Taken() == 0);
  CHECK(clone->Read(bytes, 3, &got) == E_ABORT);
}
