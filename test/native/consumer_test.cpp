// Bytes that are written into a stream: back-pressure, failures, and the end.
#include "stream/consumer.h"

#include <doctest/doctest.h>

#include <future>
#include <string>

#include "stream/memory_stream.h"
#include "stream/pipe_stream.h"
#include "support/body_driver.h"
#include "support/home_loop.h"

namespace imnxport {
namespace {

using test::HomeLoop;
using test::kPatience;
using test::Pattern;

constexpr HRESULT kCannotWait = RPC_E_CANTCALLOUT_INEXTERNALCALL;
constexpr size_t kHighWater = Consumer::kHighWater;

// Keeps what it is given.
struct Target final : ConsumerOwner {
  bool OnChunk(std::vector<uint8_t> chunk) noexcept override {
    std::lock_guard lock(mutex);
    if (gone) return false;
    longest = std::max(longest, chunk.size());
    bytes.append(chunk.begin(), chunk.end());
    if (on_chunk) on_chunk(chunk.size());
    return true;
  }
  void OnClosed() noexcept override { ++closes; }
  bool OnWaiting(bool begins) noexcept override {
    std::lock_guard lock(mutex);
    waiting += begins ? 1 : -1;
    changed.notify_all();
    return true;
  }
  bool AwaitWriter() {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, kPatience, [this] { return waiting > 0; });
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::function<void(size_t)> on_chunk;
  std::string bytes;
  size_t longest = 0;
  int waiting = 0;
  std::atomic<int> closes{0};
  bool gone = false;
};

// A stream that is written to; the target lives on this thread.
struct Pipe {
  HRESULT Write(const std::string& text, ULONG* written) {
    return stream->Write(text.data(), static_cast<ULONG>(text.size()), written);
  }
  std::future<std::pair<HRESULT, ULONG>> WriteElsewhere(const std::string& text) {
    return std::async(std::launch::async, [this, text] {
      ULONG written = 12345;
      const HRESULT hr = Write(text, &written);
      return std::make_pair(hr, written);
    });
  }

  const std::shared_ptr<Target> target = std::make_shared<Target>();
  const std::shared_ptr<Consumer> consumer = std::make_shared<Consumer>(target);
  ComPtr<IStream> stream = MakePipeStream(nullptr, consumer);
};

ULONGLONG Seek(IStream& stream, LONGLONG move, DWORD origin, HRESULT* hr) {
  LARGE_INTEGER distance;
  distance.QuadPart = move;
  ULARGE_INTEGER where{};
  *hr = stream.Seek(distance, origin, &where);
  return where.QuadPart;
}

}  // namespace

TEST_CASE("what is written arrives in order, in pieces of bounded size") {
  Pipe pipe;
  ULONG written = 0;
  CHECK(pipe.Write("hello ", &written) == S_OK);
  CHECK(written == 6);
  CHECK(pipe.Write("", &written) == S_OK);
  CHECK(written == 0);
  CHECK(pipe.stream->Write("world", 5, nullptr) == S_OK);
  CHECK(pipe.target->bytes == "hello world");
  const std::string large = Pattern(200'000);
  CHECK(pipe.Write(large, &written) == S_OK);
  CHECK(pipe.target->bytes == "hello world" + large);
  CHECK(pipe.target->longest == Consumer::kPiece);
}

TEST_CASE("a writer waits while too much is on its way") {
  Pipe pipe;
  const std::string bytes = Pattern(3 * kHighWater);
  auto elsewhere = pipe.WriteElsewhere(bytes);
  REQUIRE(pipe.target->AwaitWriter());
  {
    std::lock_guard lock(pipe.target->mutex);
    CHECK(pipe.target->bytes.size() == kHighWater);
    pipe.target->on_chunk = [&](size_t size) { pipe.consumer->Taken(size); };
  }
  pipe.consumer->Taken(kHighWater);
  CHECK(elsewhere.get() == std::make_pair(S_OK, static_cast<ULONG>(bytes.size())));
  CHECK(pipe.target->bytes == bytes);
  CHECK(pipe.target->waiting == 0);
}

TEST_CASE("on the target's own thread nobody waits: a Write is taken whole, or refused") {
  Pipe pipe;
  const std::string bytes = Pattern(2 * kHighWater);
  ULONG written = 0;
  CHECK(pipe.Write(bytes, &written) == S_OK);
  CHECK(written == bytes.size());
  CHECK(pipe.Write("more", &written) == kCannotWait);
  CHECK(written == 0);
  CHECK(pipe.stream->Commit(STGC_DEFAULT) == kCannotWait);
  pipe.consumer->Taken(kHighWater + 1);
  CHECK(pipe.Write("more", &written) == S_OK);
  pipe.consumer->Taken(SIZE_MAX);
  CHECK(pipe.stream->Commit(STGC_DEFAULT) == S_OK);
  CHECK(pipe.target->bytes == bytes + "more");
}

TEST_CASE("Commit waits until everything has arrived") {
  Pipe pipe;
  ULONG written = 0;
  CHECK(pipe.Write("abc", &written) == S_OK);
  auto elsewhere = std::async(std::launch::async, [&] { return pipe.stream->Commit(STGC_DEFAULT); });
  REQUIRE(pipe.target->AwaitWriter());
  CHECK(pipe.Write("d", &written) == kCannotWait);  // it would have to wait for the Commit
  pipe.consumer->Taken(2);
  pipe.consumer->Taken(1);
  CHECK(elsewhere.get() == S_OK);
}

TEST_CASE("a target that fails fails every call, also one that waits") {
  Pipe pipe;
  auto elsewhere = pipe.WriteElsewhere(Pattern(2 * kHighWater));
  REQUIRE(pipe.target->AwaitWriter());
  pipe.consumer->Fail(STG_E_MEDIUMFULL);
  pipe.consumer->Fail(E_FAIL);
  CHECK(elsewhere.get() == std::make_pair(HRESULT{STG_E_MEDIUMFULL}, static_cast<ULONG>(kHighWater)));
  ULONG written = 9;
  CHECK(pipe.Write("x", &written) == STG_E_MEDIUMFULL);
  CHECK(written == 0);
  CHECK(pipe.stream->Commit(STGC_DEFAULT) == STG_E_MEDIUMFULL);
}

TEST_CASE("a failure that is none, or says 'pending', is E_FAIL when writing, too") {
  for (const HRESULT hr : {S_OK, S_FALSE, static_cast<HRESULT>(E_PENDING)}) {
    Pipe pipe;
    pipe.consumer->Fail(hr);
    ULONG written = 0;
    CHECK(pipe.Write("x", &written) == E_FAIL);
  }
}

TEST_CASE("a target that is gone takes nothing") {
  Pipe pipe;
  pipe.target->gone = true;
  ULONG written = 9;
  CHECK(pipe.Write("x", &written) == E_ABORT);
  CHECK(written == 0);
  pipe.target->gone = false;
  CHECK(pipe.stream->Commit(STGC_DEFAULT) == S_OK);  // nothing is on its way
}

TEST_CASE("a stream that is only written tells where it stands, and refuses to be read") {
  Pipe pipe;
  ULONG count = 0;
  CHECK(pipe.Write("abc", &count) == S_OK);
  HRESULT hr;
  CHECK(Seek(*pipe.stream, 0, STREAM_SEEK_CUR, &hr) == 3);
  CHECK(hr == S_OK);
  CHECK(Seek(*pipe.stream, 3, STREAM_SEEK_SET, &hr) == 3);
  CHECK(hr == S_OK);
  CHECK(Seek(*pipe.stream, 0, STREAM_SEEK_END, &hr) == 3);
  CHECK(hr == S_OK);
  for (const DWORD origin : {0, 1, 2, 3}) {
    Seek(*pipe.stream, 1, origin, &hr);
    CHECK(hr == STG_E_INVALIDFUNCTION);
  }
  char byte;
  count = 9;
  CHECK(pipe.stream->Read(&byte, 1, &count) == STG_E_ACCESSDENIED);
  CHECK(count == 0);
  CHECK(pipe.stream->Write(nullptr, 1, &count) == STG_E_INVALIDPOINTER);
  CHECK(pipe.stream->SetSize({}) == E_NOTIMPL);
  STATSTG stat;
  CHECK(pipe.stream->Stat(&stat, STATFLAG_NONAME) == S_OK);
  CHECK(stat.cbSize.QuadPart == 3);
  CHECK(stat.grfMode == STGM_WRITE);
  IStream* clone = pipe.stream.Get();
  CHECK(pipe.stream->Clone(&clone) == E_NOTIMPL);
  CHECK(clone == nullptr);
  void* async = &clone;
  CHECK(pipe.stream->QueryInterface(IID_IImnxportAsyncStream, &async) == E_NOINTERFACE);
  CHECK(async == nullptr);
}

TEST_CASE("the last reference tells the target of the end") {
  Pipe pipe;
  pipe.stream.Reset();
  CHECK(pipe.target->closes == 1);
}

TEST_CASE("a stream of both kinds is written while a reader waits") {
  HomeLoop loop;
  const auto bytes = std::make_shared<const std::string>(Pattern(300'000));
  const auto target = std::make_shared<Target>();
  const auto consumer = std::make_shared<Consumer>(target, loop.Id());
  struct Silent final : ProducerOwner {
    void OnPull(bool) noexcept override { pulled.set_value(); }
    void OnRestart(uint64_t, bool) noexcept override {}
    void OnClosed() noexcept override {}
    std::promise<void> pulled;
  };
  const auto silent = std::make_shared<Silent>();
  const auto producer = std::make_shared<Producer>(std::nullopt, false, silent, loop.Id());
  const auto stream = MakePipeStream(producer, consumer);
  auto reader = std::async(std::launch::async, [&] {
    char byte = 0;
    ULONG read = 0;
    REQUIRE(stream->Read(&byte, 1, &read) == S_OK);
    return byte;
  });
  silent->pulled.get_future().wait();
  ULONG written = 0;
  CHECK(stream->Write("ping", 4, &written) == S_OK);
  CHECK(target->bytes == "ping");
  producer->Push("!", 1);
  CHECK(reader.get() == '!');
  STATSTG stat;
  CHECK(stream->Stat(&stat, STATFLAG_NONAME) == S_OK);
  CHECK(stat.grfMode == STGM_READWRITE);
}

TEST_CASE("CopyTo goes from any stream into a target, at the target's pace") {
  HomeLoop loop;
  const auto target = std::make_shared<Target>();
  const auto consumer = std::make_shared<Consumer>(target, loop.Id());
  target->on_chunk = [&](size_t size) { loop.Post([&consumer, size] { consumer->Taken(size); }); };
  const auto to = MakePipeStream(nullptr, consumer);
  const std::string text = Pattern(2'000'000);
  const auto bytes = std::make_shared<const std::string>(text);
  const ComPtr<IStream> sources[] = {MakeMemoryStream(std::vector<uint8_t>(text.begin(), text.end())),
                                     MakePipeStream(test::Feeder::Make(&loop, bytes))};
  for (const auto& from : sources) {
    target->bytes.clear();
    ULARGE_INTEGER size, read, written;
    size.QuadPart = ~0ULL;
    CHECK(from->CopyTo(to.Get(), size, &read, &written) == S_OK);
    CHECK(read.QuadPart == text.size());
    CHECK(written.QuadPart == text.size());
    CHECK(to->Commit(STGC_DEFAULT) == S_OK);
    CHECK((target->bytes == text));
  }
}

}  // namespace imnxport
