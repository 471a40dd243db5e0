// The IStream over a producer: what waits, what does not, and that it is a stream like any other.
#include "stream/pipe_stream.h"

#include <doctest/doctest.h>

#include <cstring>
#include <future>
#include <random>

#include "com/com_object.h"
#include "stream/memory_stream.h"
#include "support/body_driver.h"
#include "support/eventually.h"
#include "support/home_loop.h"
#include "support/stream_calls.h"

namespace imnxport {
namespace {

using test::Feeder;
using test::HomeLoop;
using test::kPatience;
using test::Pattern;
using test::ReadOnce;
using test::SeekTo;

std::shared_ptr<const std::string> Bytes(size_t size) {
  return std::make_shared<const std::string>(Pattern(size));
}

ULONGLONG Position(IStream& stream) {
  ULONGLONG position = 0;
  REQUIRE(SeekTo(stream, 0, STREAM_SEEK_CUR, &position) == S_OK);
  return position;
}

STATSTG Stat(IStream& stream) {
  STATSTG stat;
  REQUIRE(stream.Stat(&stat, STATFLAG_DEFAULT) == S_OK);
  CHECK(stat.pwcsName == nullptr);
  CHECK(stat.type == STGTY_STREAM);
  return stat;
}

// Remembers what was asked; the test feeds. `on_here`: what it does when a caller cannot wait.
struct Script final : ProducerOwner {
  void OnPull(bool here) noexcept override {
    ++pulls;
    if (here && on_here) on_here();
  }
  void OnRestart(uint64_t position, bool) noexcept override {
    std::lock_guard lock(mutex);
    restarts.push_back(position);
    changed.notify_all();
  }
  void OnClosed() noexcept override { ++closes; }
  bool OnWaiting(bool begins) noexcept override {
    std::lock_guard lock(mutex);
    waiting += begins ? 1 : -1;
    waited += begins ? 1 : 0;
    changed.notify_all();
    return true;
  }

  template <class Condition>
  bool Await(Condition condition) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, kPatience, condition);
  }
  bool AwaitReader() {
    return Await([this] { return waiting > 0; });
  }

  std::atomic<int> pulls{0};
  std::atomic<int> closes{0};
  std::function<void()> on_here;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<uint64_t> restarts;
  int waiting = 0;
  int waited = 0;
};

// A stream whose producer is the test, on this thread.
struct Pipe {
  explicit Pipe(bool rewindable = false, std::optional<uint64_t> length = std::nullopt)
      : producer(std::make_shared<Producer>(length, rewindable, owner)), stream(MakePipeStream(producer)) {}

  bool Push(const std::string& text) { return producer->Push(text.data(), text.size()); }
  // What a thread of its own reads.
  std::future<std::pair<std::string, HRESULT>> ReadElsewhere(ULONG size) {
    return std::async(std::launch::async, [this, size] {
      HRESULT hr;
      std::string text = ReadOnce(*stream, size, &hr);
      return std::make_pair(text, hr);
    });
  }

  const std::shared_ptr<Script> owner = std::make_shared<Script>();
  std::shared_ptr<Producer> producer;
  ComPtr<IStream> stream;
};

constexpr HRESULT kCannotWait = RPC_E_CANTCALLOUT_INEXTERNALCALL;

}  // namespace

TEST_CASE("a Read waits until it has all that was asked for, or the end") {
  Pipe pipe;
  auto whole = pipe.ReadElsewhere(6);
  REQUIRE(pipe.owner->AwaitReader());
  CHECK(pipe.owner->pulls == 1);
  CHECK(pipe.Push("abc"));
  CHECK(pipe.Push("defg"));
  CHECK(whole.get() == std::make_pair(std::string("abcdef"), S_OK));

  auto rest = pipe.ReadElsewhere(6);
  REQUIRE(pipe.owner->Await([&] { return pipe.owner->waited == 2; }));
  pipe.producer->End();
  CHECK(rest.get() == std::make_pair(std::string("g"), S_FALSE));
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 6, &hr).empty());
  CHECK(hr == S_FALSE);
  CHECK(pipe.owner->waiting == 0);
}

TEST_CASE("a Read on the producer's own thread gives what is there, and never waits") {
  Pipe pipe;
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 4, &hr).empty());
  CHECK(hr == kCannotWait);
  CHECK(pipe.owner->pulls == 1);  // so that it will be there
  CHECK(Position(*pipe.stream) == 0);
  pipe.Push("abcdef");
  CHECK(ReadOnce(*pipe.stream, 4, &hr) == "abcd");
  CHECK(hr == S_OK);
  CHECK(ReadOnce(*pipe.stream, 4, &hr) == "ef");
  CHECK(hr == S_OK);
  CHECK(ReadOnce(*pipe.stream, 4, &hr).empty());
  CHECK(hr == kCannotWait);
  pipe.producer->End();
  CHECK(ReadOnce(*pipe.stream, 4, &hr).empty());
  CHECK(hr == S_FALSE);
  CHECK(pipe.owner->waited == 0);
}

TEST_CASE("what the producer has at once serves a caller on its own thread") {
  Pipe pipe;
  pipe.owner->on_here = [&] {
    pipe.Push("abc");
    if (pipe.owner->pulls == 3) pipe.producer->End();
  };
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 5, &hr) == "abcab");
  CHECK(hr == S_OK);
  CHECK(ReadOnce(*pipe.stream, 5, &hr) == "cabc");
  CHECK(hr == S_FALSE);
}

TEST_CASE("a Read that was asked for elsewhere does not keep the producer's own thread from being served") {
  // The question is on its way to the thread that cannot wait for it.
  Pipe pipe;
  pipe.producer->Advise(nullptr);
  ComPtr<IImnxportAsyncStream> async;
  REQUIRE(pipe.stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
  char byte;
  ULONG read;
  CHECK(async->TryRead(&byte, 1, &read) == E_PENDING);
  pipe.owner->on_here = [&] { pipe.Push("x"); };
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 1, &hr) == "x");
}

TEST_CASE("a call on the producer's own thread does not wait for one that waits") {
  Pipe pipe(true);
  auto elsewhere = pipe.ReadElsewhere(3);
  REQUIRE(pipe.owner->AwaitReader());
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 1, &hr).empty());
  CHECK(hr == kCannotWait);
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_SET) == kCannotWait);
  CHECK(Position(*pipe.stream) == 0);
  CHECK(Stat(*pipe.stream).cbSize.QuadPart == 0);
  pipe.Push("abc");
  CHECK(elsewhere.get().first == "abc");
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_SET) == S_OK);
}

TEST_CASE("calls of several threads run one after another, and every byte goes to one of them") {
  HomeLoop loop;
  const auto bytes = Bytes(400'000);
  const auto stream = MakePipeStream(Feeder::Make(&loop, bytes));
  std::mutex mutex;
  std::vector<std::string> pieces;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (;;) {
        std::string piece(1000, '\0');
        ULONG read = 0;
        const HRESULT hr = stream->Read(piece.data(), 1000, &read);
        piece.resize(read);
        std::lock_guard lock(mutex);
        if (read > 0) pieces.push_back(std::move(piece));
        if (hr != S_OK) return;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<std::string> expected;
  for (size_t i = 0; i < bytes->size(); i += 1000) expected.push_back(bytes->substr(i, 1000));
  std::sort(pieces.begin(), pieces.end());
  std::sort(expected.begin(), expected.end());
  CHECK(pieces == expected);
}

TEST_CASE("a Read that fails half-way says how much it has") {
  Pipe pipe;
  auto elsewhere = pipe.ReadElsewhere(6);
  REQUIRE(pipe.owner->AwaitReader());
  pipe.Push("abc");
  REQUIRE(test::Eventually([&] { return Position(*pipe.stream) == 3; }));
  pipe.producer->Fail(IXP_E_TIMEOUT, true);
  CHECK(elsewhere.get() == std::make_pair(std::string("abc"), HRESULT{IXP_E_TIMEOUT}));
  HRESULT hr;
  ReadOnce(*pipe.stream, 1, &hr);
  CHECK(hr == IXP_E_TIMEOUT);
}

TEST_CASE("a Read takes what came before the failure") {
  Pipe pipe(true);
  pipe.Push("abcdef");
  pipe.producer->Fail(IXP_E_TIMEOUT, false);
  HRESULT hr;
  CHECK(SeekTo(*pipe.stream, 2, STREAM_SEEK_SET) == S_OK);
  CHECK(ReadOnce(*pipe.stream, 2, &hr) == "cd");
  CHECK(hr == S_OK);
  CHECK(ReadOnce(*pipe.stream, 9, &hr) == "ef");
  CHECK(hr == IXP_E_TIMEOUT);
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_SET) == S_OK);
  CHECK(ReadOnce(*pipe.stream, 9, &hr).empty());
  CHECK(hr == IXP_E_TIMEOUT);
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_END) == IXP_E_TIMEOUT);
}

TEST_CASE("nobody waits for a producer that has gone") {
  Pipe reading, measuring(true);
  auto read = reading.ReadElsewhere(6);
  auto seek = std::async(std::launch::async, [&] { return SeekTo(*measuring.stream, 0, STREAM_SEEK_END); });
  REQUIRE(reading.owner->AwaitReader());
  REQUIRE(measuring.owner->AwaitReader());
  reading.producer->Abandon();
  measuring.producer->Abandon();
  CHECK(read.get().second == E_ABORT);
  CHECK(seek.get() == E_ABORT);
}

TEST_CASE("a body that cannot be read again is sought only to where it stands") {
  Pipe pipe;
  pipe.Push("abcdef");
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 2, &hr) == "ab");
  ULONGLONG position = 0;
  CHECK(SeekTo(*pipe.stream, 2, STREAM_SEEK_SET, &position) == S_OK);
  CHECK(position == 2);
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_SET) == STG_E_INVALIDFUNCTION);
  CHECK(SeekTo(*pipe.stream, 1, STREAM_SEEK_CUR) == STG_E_INVALIDFUNCTION);
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_END) == STG_E_INVALIDFUNCTION);
  CHECK(SeekTo(*pipe.stream, 0, 7) == STG_E_INVALIDFUNCTION);
  CHECK(Position(*pipe.stream) == 2);
  pipe.producer->End();
  CHECK(ReadOnce(*pipe.stream, 9, &hr) == "cdef");
  CHECK(SeekTo(*pipe.stream, 0, STREAM_SEEK_END, &position) == S_OK);  // it has been found
  CHECK(position == 6);
  CHECK(Stat(*pipe.stream).cbSize.QuadPart == 6);
  IStream* clone = pipe.stream.Get();
  CHECK(pipe.stream->Clone(&clone) == E_NOTIMPL);
  CHECK(clone == nullptr);
}

TEST_CASE("seeking asks for nothing until there is a Read, and then for what it needs") {
  Pipe pipe(true, 100);
  ULONGLONG position = 0;
  CHECK(SeekTo(*pipe.stream, -1, STREAM_SEEK_END, &position) == S_OK);
  CHECK(position == 99);
  CHECK(SeekTo(*pipe.stream, 2, STREAM_SEEK_SET) == S_OK);
  CHECK(pipe.owner->restarts.empty());
  pipe.Push("abcdef");
  HRESULT hr;
  CHECK(ReadOnce(*pipe.stream, 2, &hr) == "cd");  // what is queued is passed over
  CHECK(SeekTo(*pipe.stream, 100, STREAM_SEEK_SET) == S_OK);
  CHECK(ReadOnce(*pipe.stream, 2, &hr).empty());
  CHECK(hr == S_FALSE);  // there can be nothing
  CHECK(pipe.owner->restarts.empty());
  CHECK(SeekTo(*pipe.stream, 1, STREAM_SEEK_SET) == S_OK);
  CHECK(ReadOnce(*pipe.stream, 2, &hr).empty());
  CHECK(hr == kCannotWait);
  CHECK(pipe.owner->restarts == std::vector<uint64_t>{1});
  CHECK_FALSE(pipe.Push("old"));
  pipe.producer->Restarted(1, false);
  pipe.Push("bc");
  CHECK(ReadOnce(*pipe.stream, 2, &hr) == "bc");
}

TEST_CASE("the end of a body of unknown length is asked for, once") {
  Pipe pipe(true);
  CHECK(Stat(*pipe.stream).cbSize.QuadPart == 0);
  auto elsewhere = std::async(std::launch::async, [&] {
    ULONGLONG position = 0;
    REQUIRE(SeekTo(*pipe.stream, -2, STREAM_SEEK_END, &position) == S_OK);
    return position;
  });
  REQUIRE(pipe.owner->Await([&] { return !pipe.owner->restarts.empty(); }));
  pipe.producer->Restarted(1000, true);
  CHECK(elsewhere.get() == 998);
  CHECK(Stat(*pipe.stream).cbSize.QuadPart == 1000);
  CHECK(SeekTo(*pipe.stream, -1, STREAM_SEEK_END) == S_OK);
  CHECK(pipe.owner->restarts == std::vector<uint64_t>{Producer::kToTheEnd});
}

TEST_CASE("a stream that is only read refuses to be written, and tells so") {
  Pipe pipe(false, 5);
  ULONG written = 9;
  CHECK(pipe.stream->Write("x", 1, &written) == STG_E_ACCESSDENIED);
  CHECK(written == 0);
  CHECK(pipe.stream->SetSize({}) == STG_E_ACCESSDENIED);
  CHECK(pipe.stream->Commit(STGC_DEFAULT) == S_OK);
  CHECK(pipe.stream->Revert() == S_OK);
  CHECK(pipe.stream->LockRegion({}, {}, 1) == STG_E_INVALIDFUNCTION);
  CHECK(Stat(*pipe.stream).grfMode == STGM_READ);
  CHECK(Stat(*pipe.stream).cbSize.QuadPart == 5);
  CHECK(pipe.stream->Stat(nullptr, STATFLAG_NONAME) == STG_E_INVALIDPOINTER);
  ULONG read = 9;
  CHECK(pipe.stream->Read(nullptr, 1, &read) == STG_E_INVALIDPOINTER);
  CHECK(read == 0);
  char byte;
  CHECK(pipe.stream->Read(&byte, 0, &read) == S_OK);
  CHECK(pipe.owner->pulls == 0);
}

namespace {

// Random calls into streams, clones among them, answered as the bytes in memory would.
void PlayModel(ComPtr<IStream> first, const std::string& bytes, unsigned seed, int steps) {
  struct Open {
    ComPtr<IStream> stream;
    uint64_t position;
  };
  std::vector<Open> open{{std::move(first), 0}};
  std::mt19937 random(seed);
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  for (int step = 0; step < steps; ++step) {
    Open& at = open[below(open.size())];
    switch (below(8)) {
      case 0:
      case 1:
      case 2: {
        const size_t wanted = below(below(4) == 0 ? 300'000 : 3000);
        const size_t left = at.position < bytes.size() ? bytes.size() - at.position : 0;
        const size_t given = std::min(wanted, left);
        HRESULT hr;
        const std::string got = ReadOnce(*at.stream, static_cast<ULONG>(wanted), &hr);
        REQUIRE(got.size() == given);
        if (given > 0) REQUIRE(std::memcmp(got.data(), &bytes[at.position], given) == 0);
        REQUIRE(hr == (given == wanted ? S_OK : S_FALSE));
        at.position += given;
        break;
      }
      case 3:
      case 4:
      case 5: {
        const auto origin = static_cast<DWORD>(below(3));
        const uint64_t from = origin == STREAM_SEEK_SET   ? 0
                              : origin == STREAM_SEEK_CUR ? at.position
                                                          : bytes.size();
        const uint64_t target = below(bytes.size() + 2000);
        ULONGLONG position = 0;
        REQUIRE(SeekTo(*at.stream, static_cast<LONGLONG>(target - from), origin, &position) == S_OK);
        REQUIRE(position == target);
        at.position = target;
        break;
      }
      case 6:
        if (open.size() < 5) {
          ComPtr<IStream> clone;
          REQUIRE(at.stream->Clone(clone.Put()) == S_OK);
          open.push_back({std::move(clone), at.position});
        } else {
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(below(open.size())));
        }
        break;
      default:
        REQUIRE(Position(*at.stream) == at.position);
        REQUIRE(SeekTo(*at.stream, -1, STREAM_SEEK_SET) == STG_E_INVALIDFUNCTION);
    }
  }
}

}  // namespace

TEST_CASE("read, sought and cloned at random it is like bytes in memory, from another thread") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    HomeLoop loop;
    const auto bytes = Bytes(500'000);
    const bool length_known = seed % 2 == 0;
    const auto length = length_known ? std::optional<uint64_t>(bytes->size()) : std::nullopt;
    PlayModel(MakePipeStream(Feeder::Make(&loop, bytes, length)), *bytes, seed, 400);
  }
}

TEST_CASE(
    "read, sought and cloned at random it is like bytes in memory, on the thread of a producer that has "
    "all") {
  const auto bytes = Bytes(500'000);
  PlayModel(MakePipeStream(Feeder::Make(nullptr, bytes)), *bytes, 5, 400);
}

TEST_CASE("the model holds for bytes that are in memory") {
  const auto bytes = Bytes(500'000);
  PlayModel(MakeMemoryStream(std::vector<uint8_t>(bytes->begin(), bytes->end())), *bytes, 6, 400);
}

TEST_CASE(
    "it is the same object through all its interfaces, and its last reference lets go of the producer") {
  Pipe pipe;
  ComPtr<IUnknown> identity, agile;
  ComPtr<IImnxportAsyncStream> async;
  REQUIRE(pipe.stream->QueryInterface(IID_IUnknown, identity.PutVoid()) == S_OK);
  REQUIRE(pipe.stream->QueryInterface(IID_IAgileObject, agile.PutVoid()) == S_OK);
  REQUIRE(pipe.stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
  CHECK(identity.Get() == agile.Get());
  CHECK(pipe.stream->AddRef() == 5);
  CHECK(pipe.stream->Release() == 4);
  identity.Reset();
  agile.Reset();
  async.Reset();
  CHECK(pipe.owner->closes == 0);
  pipe.stream.Reset();
  CHECK(pipe.owner->closes == 1);
}

}  // namespace imnxport
