// A file that is read without waiting where that is possible, and ahead on a stream thread where it is not.
// The file is the test's own, so that it can be as slow, and as fickle, as a disk.
#include "stream/async_file_stream.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <string>

#include "com/com_object.h"
#include "support/eventually.h"
#include "support/gate.h"
#include "support/pattern.h"

namespace imnxport {
namespace {

using test::Gate;
using test::Pattern;

// What the system has in memory is told by `cached`: how many of the bytes, or a failure.
struct Disk final : OpenFile {
  explicit Disk(std::string content) : bytes(std::move(content)) {}

  uint64_t Size() const noexcept override { return bytes.size(); }
  HRESULT ReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) const noexcept override {
    ++reads;
    if (gate) gate->Pass();
    if (FAILED(broken.load())) return broken;
    *got = Copy(offset, to, std::min<uint32_t>(size, longest));
    return S_OK;
  }
  HRESULT TryReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) const noexcept override {
    ++tries;
    *got = 0;
    const int64_t there = cached ? cached(offset) : static_cast<int64_t>(E_NOTIMPL);
    if (there < 0) return static_cast<HRESULT>(there);
    *got = Copy(offset, to, std::min(size, static_cast<uint32_t>(there)));
    return S_OK;
  }
  uint32_t Copy(uint64_t offset, void* to, uint32_t size) const noexcept {
    const size_t end = std::min<size_t>(bytes.size(), ends);
    if (offset >= end) return 0;
    size = static_cast<uint32_t>(std::min<uint64_t>(size, end - offset));
    std::memcpy(to, bytes.data() + offset, size);
    return size;
  }

  const std::string bytes;
  std::function<int64_t(uint64_t offset)> cached;  // null: it cannot be read so
  Gate* gate = nullptr;
  uint32_t longest = UINT32_MAX;
  std::atomic<size_t> ends{SIZE_MAX};  // where it has been cut
  std::atomic<HRESULT> broken{S_OK};
  mutable std::atomic<int> reads{0};
  mutable std::atomic<int> tries{0};
};

class Readiness final : public ComObject<Implements<IImnxportReadiness>> {
 public:
  HRESULT STDMETHODCALLTYPE OnReady() noexcept override {
    ++told;
    return S_OK;
  }
  std::atomic<int> told{0};
};

struct Reader {
  explicit Reader(std::shared_ptr<Disk> file, uint64_t start = 0)
      : disk(std::move(file)),
        stream(ComPtr<AsyncFileStream>::Attach(new AsyncFileStream(disk, start, disk->Size()))) {
    REQUIRE(stream->Advise(readiness.Get()) == S_OK);
  }
  ~Reader() {
    if (stream) stream->Advise(nullptr);
  }

  HRESULT Try(std::string* to, size_t size) {
    to->assign(size, '?');
    ULONG read = 12345;
    const HRESULT hr = stream->TryRead(to->data(), static_cast<ULONG>(size), &read);
    REQUIRE(read <= size);
    to->resize(read);
    return hr;
  }

  // Reads until the end or a failure, and waits whenever it is told to; then the thread may go on.
  HRESULT ReadAll(std::string* all, size_t piece) {
    for (;;) {
      const int told = readiness->told;
      std::string got;
      const HRESULT hr = Try(&got, piece);
      *all += got;
      if (hr == E_PENDING) {
        ++pending;
        if (disk->gate) disk->gate->Open();
        REQUIRE(test::Eventually([&] { return readiness->told > told; }));
      } else if (FAILED(hr) || got.empty()) {
        return hr;
      }
    }
  }

  const std::shared_ptr<Disk> disk;
  const ComPtr<Readiness> readiness = ComPtr<Readiness>::Attach(new Readiness);
  ComPtr<AsyncFileStream> stream;
  int pending = 0;
};

constexpr size_t kSize = 6 * 1024 * 1024 + 123;  // more than a window

}  // namespace

TEST_CASE("a file that is in memory is read by whoever asks, and no thread is needed") {
  const auto disk = std::make_shared<Disk>(Pattern(kSize));
  disk->cached = [](uint64_t) { return int64_t{1 << 20}; };
  Reader reader(disk);
  std::string all;
  CHECK(reader.ReadAll(&all, 100'000) == S_FALSE);
  CHECK(all == disk->bytes);
  CHECK(reader.pending == 0);
  CHECK(disk->reads == 0);
}

TEST_CASE("a file that cannot be read so is read ahead on a thread, and asked only once") {
  const auto disk = std::make_shared<Disk>(Pattern(kSize));
  disk->longest = 70'001;
  Reader reader(disk, 17);
  std::string all;
  CHECK(reader.ReadAll(&all, 100'000) == S_FALSE);
  CHECK(all == disk->bytes.substr(17));
  CHECK(disk->tries == 1);
}

TEST_CASE("what is not in memory comes from a thread, whenever that is") {
  const auto disk = std::make_shared<Disk>(Pattern(kSize));
  int turn = 0;
  disk->cached = [&turn](uint64_t) { return ++turn % 3 == 0 ? int64_t{E_PENDING} : int64_t{10'000}; };
  Gate gate;  // the first bytes from the thread come when they have been waited for
  disk->gate = &gate;
  Reader reader(disk);
  std::string all;
  CHECK(reader.ReadAll(&all, 64'000) == S_FALSE);
  CHECK(all == disk->bytes);
  CHECK(reader.pending > 0);
  CHECK(disk->reads > 0);
  CHECK(disk->tries > 3);
}

TEST_CASE("no bytes in memory are no proof of the end") {
  const auto disk = std::make_shared<Disk>(Pattern(kSize));
  disk->cached = [](uint64_t) { return int64_t{0}; };
  Reader reader(disk);
  std::string all;
  CHECK(reader.ReadAll(&all, 64'000) == S_FALSE);
  CHECK(all == disk->bytes);
}

TEST_CASE("a file that has been cut ends early, on either way") {
  for (const bool in_memory : {true, false}) {
    CAPTURE(in_memory);
    const auto disk = std::make_shared<Disk>(Pattern(kSize));
    if (in_memory) disk->cached = [](uint64_t) { return int64_t{1 << 20}; };
    disk->ends = 1'000'000;
    Reader reader(disk);
    std::string all;
    CHECK(reader.ReadAll(&all, 64'000) == S_FALSE);
    CHECK(all == disk->bytes.substr(0, 1'000'000));
    CHECK(reader.ReadAll(&all, 64'000) == S_FALSE);  // and stays at its end
  }
}

TEST_CASE("what goes wrong in a thread is told, and gone after a rewind") {
  const auto disk = std::make_shared<Disk>(Pattern(100'000));
  disk->broken = STG_E_READFAULT;
  Reader reader(disk);
  std::string all;
  CHECK(reader.ReadAll(&all, 64'000) == STG_E_READFAULT);
  CHECK(all.empty());
  disk->broken = S_OK;
  CHECK(reader.stream->Rewind() == S_OK);
  CHECK(reader.ReadAll(&all, 64'000) == S_FALSE);
  CHECK(all == disk->bytes);
}

TEST_CASE("a rewind while a thread reads begins again, and what it brings is dropped") {
  const auto disk = std::make_shared<Disk>(Pattern(kSize));
  Gate gate;
  int calls = 0;
  // The first bytes are in memory; then a thread is needed, and held.
  disk->cached = [&calls](uint64_t) { return ++calls == 1 ? int64_t{5'000} : int64_t{E_PENDING}; };
  disk->gate = &gate;
  Reader reader(disk);
  std::string some;
  CHECK(reader.Try(&some, 64'000) == S_OK);
  CHECK(some == disk->bytes.substr(0, 5'000));
  CHECK(reader.Try(&some, 64'000) == E_PENDING);
  REQUIRE(gate.AwaitArrival());
  CHECK(reader.stream->Rewind() == S_OK);
  CHECK(reader.Try(&some, 64'000) == E_PENDING);
  gate.Open();
  std::string all;
  CHECK(reader.ReadAll(&all, 64'000) == S_FALSE);
  CHECK(all == disk->bytes);
}

TEST_CASE("a stream may go while a thread reads: nobody is told, and the file goes with the call") {
  auto disk = std::make_shared<Disk>(Pattern(kSize));
  Gate gate;
  disk->gate = &gate;
  Reader reader(disk);
  std::string some;
  CHECK(reader.Try(&some, 10) == E_PENDING);
  REQUIRE(gate.AwaitArrival());
  reader.stream->Advise(nullptr);
  reader.stream.Reset();
  CHECK(disk.use_count() > 2);  // ours, the reader's, and the thread's
  gate.Open();
  CHECK(test::Eventually([&] { return disk.use_count() == 2; }));
  CHECK(reader.readiness->told == 0);
}

TEST_CASE("an asynchronous file stream is one as every other") {
  const auto disk = std::make_shared<Disk>(Pattern(1000));
  Reader reader(disk);
  ULONGLONG length = 0;
  BOOL rewindable = FALSE;
  CHECK(reader.stream->GetInfo(&length, &rewindable) == S_OK);
  CHECK(length == 1000);
  CHECK(rewindable == TRUE);
  CHECK(reader.stream->GetInfo(nullptr, &rewindable) == E_POINTER);
  ULONG read = 7;
  CHECK(reader.stream->TryRead(nullptr, 10, &read) == STG_E_INVALIDPOINTER);
  CHECK(read == 0);
  char bytes[10];
  CHECK(reader.stream->Read(bytes, 10, &read) == S_OK);
  CHECK(read == 10);
  ComPtr<IStream> clone;
  REQUIRE(reader.stream->Clone(clone.Put()) == S_OK);
  ComPtr<IImnxportAsyncStream> async;
  CHECK(clone->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
}

}  // namespace imnxport
