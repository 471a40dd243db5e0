// The push body: what a producer is asked, and what a reader gets that does not wait.
#include "stream/producer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <string>
#include <thread>

#include "com/com_object.h"
#include "stream/pipe_stream.h"

namespace imnxport {
namespace {

// Counts what is asked.
struct Owner final : ProducerOwner {
  void OnPull(bool) noexcept override { ++pulls; }
  void OnRestart(uint64_t, bool) noexcept override { ++rewinds; }
  void OnClosed() noexcept override { ++closes; }

  std::atomic<int> pulls{0};
  std::atomic<int> rewinds{0};
  std::atomic<int> closes{0};
};

// Counts what it is told, and can be waited for.
class Readiness final : public ComObject<Implements<IImnxportReadiness>> {
 public:
  HRESULT STDMETHODCALLTYPE OnReady() noexcept override {
    {
      std::lock_guard lock(mutex_);
      ++told_;
    }
    changed_.notify_all();
    return S_OK;
  }
  int Told() {
    std::lock_guard lock(mutex_);
    return told_;
  }
  void WaitForMoreThan(int told) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return told_ > told; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int told_ = 0;
};

// A producer with a reader.
struct Pair {
  explicit Pair(bool rewindable = true, std::optional<uint64_t> length = std::nullopt)
      : producer(std::make_shared<Producer>(length, rewindable, owner)), stream(MakePipeStream(producer)) {
    REQUIRE(stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
    REQUIRE(async->Advise(readiness.Get()) == S_OK);
  }

  bool Push(const std::string& text) { return producer->Push(text.data(), text.size()); }

  // One TryRead.
  std::string Read(ULONG size, HRESULT* hr) {
    std::string text(size, '?');
    ULONG read = 12345;
    *hr = async->TryRead(text.data(), size, &read);
    REQUIRE(read <= size);
    text.resize(read);
    return text;
  }
  HRESULT Answer(ULONG size = 100) {
    HRESULT hr;
    Read(size, &hr);
    return hr;
  }

  const std::shared_ptr<Owner> owner = std::make_shared<Owner>();
  const ComPtr<Readiness> readiness = ComPtr<Readiness>::Attach(new Readiness);
  std::shared_ptr<Producer> producer;
  ComPtr<IStream> stream;
  ComPtr<IImnxportAsyncStream> async;
};

}  // namespace

TEST_CASE("a producer is asked when its reader begins, and its bytes come out in order") {
  Pair pair;
  HRESULT hr;
  CHECK(pair.owner->pulls == 0);
  CHECK(pair.Answer() == E_PENDING);
  CHECK(pair.owner->pulls == 1);
  CHECK(pair.Push("hello "));
  CHECK(pair.Push("world"));
  CHECK(pair.readiness->Told() == 1);
  CHECK(pair.Read(8, &hr) == "hello wo");
  CHECK(hr == S_OK);
  CHECK(pair.Read(8, &hr) == "rld");
  CHECK(pair.Answer() == E_PENDING);
  CHECK(pair.owner->pulls == 1);  // it was never told to stop
  pair.producer->End();
  CHECK(pair.readiness->Told() == 2);
  CHECK(pair.Read(8, &hr).empty());
  CHECK(hr == S_FALSE);
}

TEST_CASE("a producer is told to stop at the high-water mark and asked again below the low one") {
  Pair pair;
  CHECK(pair.Answer() == E_PENDING);
  const std::string quarter(Producer::kFirstHighWater / 4, 'x');
  CHECK(pair.Push(quarter));
  CHECK(pair.Push(quarter));
  CHECK(pair.Push(quarter));
  CHECK_FALSE(pair.Push(quarter));
  CHECK(pair.Answer(Producer::kFirstHighWater / 4) == S_OK);
  CHECK(pair.owner->pulls == 1);
  CHECK(pair.Answer(Producer::kFirstHighWater / 4) == S_OK);
  CHECK(pair.owner->pulls == 2);
  CHECK(pair.Answer(Producer::kFirstHighWater) == S_OK);
  CHECK(pair.owner->pulls == 2);
}

TEST_CASE("a reader that takes all before there is more gets more next time, up to a bound") {
  Pair pair;
  const std::string piece(Producer::kFirstHighWater / 2, 'x');
  constexpr size_t kFirst = Producer::kFirstHighWater;
  static_assert(Producer::kHighWater == 8 * kFirst);
  for (const size_t enough : {kFirst, 2 * kFirst, 4 * kFirst, 8 * kFirst, 8 * kFirst}) {
    CHECK(pair.Answer() == E_PENDING);
    CHECK(pair.Answer() == E_PENDING);  // nothing was pushed since: that is no reason
    size_t pushed = piece.size();
    while (pair.Push(piece)) pushed += piece.size();
    CHECK(pushed == enough);
    HRESULT hr;
    CHECK(pair.Read(4 * Producer::kHighWater, &hr).size() == pushed);
  }
}

TEST_CASE("a producer that has ended is not asked any more") {
  Pair pair;
  pair.Push(std::string(Producer::kHighWater, 'x'));
  pair.producer->End();
  CHECK_FALSE(pair.Push("late"));
  HRESULT hr;
  CHECK(pair.Read(2 * Producer::kHighWater, &hr).size() == Producer::kHighWater);
  CHECK(pair.Answer() == S_FALSE);
  CHECK(pair.owner->pulls == 0);
}

TEST_CASE("empty chunks are nothing") {
  Pair pair;
  CHECK(pair.Answer() == E_PENDING);
  CHECK(pair.Push(""));
  CHECK(pair.readiness->Told() == 0);
  CHECK(pair.Answer() == E_PENDING);
}

TEST_CASE("length and rewindability are passed on") {
  ULONGLONG length = 0;
  BOOL rewindable = TRUE;
  CHECK(Pair(false).async->GetInfo(&length, &rewindable) == S_OK);
  CHECK(length == IMNXPORT_UNKNOWN);
  CHECK(rewindable == FALSE);
  CHECK(Pair(true, 0).async->GetInfo(&length, &rewindable) == S_OK);
  CHECK(length == 0);
  CHECK(rewindable == TRUE);
}

TEST_CASE("rewinding what was not read needs no producer") {
  Pair pair(false);
  CHECK(pair.async->Rewind() == S_OK);
  pair.Push("abc");
  CHECK(pair.async->Rewind() == S_OK);
  HRESULT hr;
  CHECK(pair.Read(2, &hr) == "ab");
  CHECK(pair.async->Rewind() == E_NOTIMPL);
  CHECK(pair.Read(2, &hr) == "c");
  CHECK(pair.owner->rewinds == 0);
}

TEST_CASE("rewinding asks the producer once, drops what was queued and undoes the end") {
  Pair pair;
  HRESULT hr;
  pair.Push("old");
  CHECK(pair.Read(1, &hr) == "o");
  CHECK(pair.owner->pulls == 1);
  pair.producer->End();
  CHECK(pair.async->Rewind() == E_PENDING);
  CHECK(pair.async->Rewind() == E_PENDING);
  CHECK(pair.owner->rewinds == 1);
  CHECK_FALSE(pair.Push("of the old source"));
  pair.producer->End();  // of the old source too
  CHECK(pair.Answer() == E_PENDING);
  CHECK(pair.owner->pulls == 1);

  pair.producer->Restarted(0, false);
  CHECK(pair.readiness->Told() == 1);
  CHECK(pair.async->Rewind() == S_OK);
  CHECK(pair.Answer() == E_PENDING);
  CHECK(pair.owner->pulls == 2);
  CHECK(pair.Push("new"));
  pair.producer->End();
  CHECK(pair.Read(9, &hr) == "new");
  CHECK(pair.Answer() == S_FALSE);
  pair.producer->Restarted(0, false);  // nobody asked
  CHECK(pair.Answer() == S_FALSE);
}

TEST_CASE("a failure comes at once, and stays") {
  Pair pair;
  pair.Push("queued");
  pair.producer->Fail(IXP_E_TIMEOUT, true);
  pair.producer->Fail(E_FAIL, true);
  CHECK_FALSE(pair.Push("more"));
  CHECK(pair.Answer() == IXP_E_TIMEOUT);
  CHECK(pair.async->Rewind() == IXP_E_TIMEOUT);
  CHECK(pair.Answer() == IXP_E_TIMEOUT);
}

TEST_CASE("a failure that can wait comes after what is queued") {
  Pair pair;
  pair.Push("queued");
  pair.producer->Fail(IXP_E_TIMEOUT, false);
  CHECK_FALSE(pair.Push("more"));
  HRESULT hr;
  CHECK(pair.Read(4, &hr) == "queu");
  CHECK(hr == S_OK);
  CHECK(pair.Read(4, &hr) == "ed");
  CHECK(pair.Answer() == IXP_E_TIMEOUT);
  CHECK(pair.async->Rewind() == IXP_E_TIMEOUT);
}

TEST_CASE("a failure wakes a reader that waits for bytes, or for a rewind") {
  Pair waiting;
  CHECK(waiting.Answer() == E_PENDING);
  waiting.producer->Fail(E_FAIL, true);
  CHECK(waiting.readiness->Told() == 1);

  Pair rewinding;
  rewinding.Push("x");
  CHECK(rewinding.Answer() == S_OK);
  CHECK(rewinding.async->Rewind() == E_PENDING);
  rewinding.producer->Fail(E_ABORT, true);
  CHECK(rewinding.readiness->Told() == 1);
  CHECK(rewinding.async->Rewind() == E_ABORT);
}

TEST_CASE("a failure that is none, or says 'pending', is E_FAIL") {
  for (const HRESULT hr : {S_OK, S_FALSE, static_cast<HRESULT>(E_PENDING)}) {
    Pair pair;
    pair.producer->Fail(hr, true);
    CHECK(pair.Answer() == E_FAIL);
  }
}

TEST_CASE("an abandoned producer fails what has not ended, and what would have to start again") {
  Pair open;
  open.Push("half");
  CHECK(open.Answer(1) == S_OK);
  open.producer->Abandon();
  CHECK(open.Answer() == E_ABORT);

  Pair ended;
  ended.Push("whole");
  ended.producer->End();
  ended.producer->Abandon();
  HRESULT hr;
  CHECK(ended.Read(9, &hr) == "whole");
  CHECK(ended.Answer() == S_FALSE);
  CHECK(ended.async->Rewind() == E_ABORT);
  CHECK(ended.owner->rewinds == 0);
}

TEST_CASE("a reader lets go with its last reference, not by Advise") {
  Pair pair;
  CHECK(pair.async->Advise(nullptr) == S_OK);
  CHECK(pair.Push("x"));
  CHECK(pair.Answer() == S_OK);
  pair.async.Reset();
  CHECK(pair.owner->closes == 0);
  pair.stream.Reset();
  CHECK(pair.owner->closes == 1);
  CHECK_FALSE(pair.Push("x"));
  pair.producer->End();
  pair.producer->Fail(E_FAIL, true);
  pair.producer->Restarted(0, false);
  CHECK(pair.readiness->Told() == 0);
}

TEST_CASE("every reference on the readiness is given back") {
  Pair pair;
  const auto count = [&] {
    pair.readiness->AddRef();
    return pair.readiness->Release();
  };
  CHECK(count() == 2);
  CHECK(pair.async->Advise(pair.readiness.Get()) == S_OK);
  CHECK(count() == 2);
  pair.Answer();
  pair.Push("x");
  CHECK(count() == 2);
  CHECK(pair.async->Advise(nullptr) == S_OK);
  CHECK(count() == 1);
}

namespace {

// Pushes numbers from a thread of its own, as an environment does: asked on one thread, pushing on another.
class PushingOwner final : public ProducerOwner {
 public:
  void OnPull(bool) noexcept override { Ask(&pull_); }
  void OnRestart(uint64_t, bool) noexcept override { Ask(&rewind_); }
  void OnClosed() noexcept override { Ask(&closed_); }

  // Pushes 0, 1, 2, … as bytes, `total` of them in chunks of odd sizes; until the reader lets go.
  void Run(Producer& producer, uint64_t total) {
    uint64_t pushed = 0;
    size_t size = 1;
    for (;;) {
      bool rewind;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return pull_ || rewind_ || closed_; });
        if (closed_) return;
        rewind = rewind_;
        rewind_ = pull_ = false;
      }
      if (rewind) {
        pushed = 0;
        producer.Restarted(0, false);
        continue;
      }
      bool more = true;
      while (more && pushed < total) {
        size = size * 3 % 65'521;
        std::vector<uint8_t> chunk(static_cast<size_t>(std::min<uint64_t>(size, total - pushed)));
        for (auto& byte : chunk) byte = static_cast<uint8_t>(pushed++ % 251);
        more = producer.Push(chunk.data(), chunk.size());
      }
      if (pushed == total) producer.End();
    }
  }

 private:
  void Ask(bool* what) {
    {
      std::lock_guard lock(mutex_);
      *what = true;
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool pull_ = false;
  bool rewind_ = false;
  bool closed_ = false;
};

// Repeats a call until it is not pending.
template <class Call>
HRESULT Await(Readiness& readiness, Call call) {
  for (;;) {
    const int told = readiness.Told();
    const HRESULT hr = call();
    if (hr != E_PENDING) return hr;
    readiness.WaitForMoreThan(told);
  }
}

}  // namespace

TEST_CASE("across two threads every byte arrives, also after a rewind in the middle") {
  constexpr uint64_t kTotal = 8 * 1024 * 1024 + 17;
  const auto owner = std::make_shared<PushingOwner>();
  const auto producer = std::make_shared<Producer>(std::nullopt, true, owner);
  auto stream = MakePipeStream(producer);
  ComPtr<IImnxportAsyncStream> async;
  REQUIRE(stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()) == S_OK);
  const auto readiness = ComPtr<Readiness>::Attach(new Readiness);
  REQUIRE(async->Advise(readiness.Get()) == S_OK);
  std::thread thread([&] { owner->Run(*producer, kTotal); });

  // Reads `limit` bytes, or all; the number of bytes that came, or 0 when one of them was wrong.
  std::vector<uint8_t> block(40'000);
  const auto read = [&](uint64_t limit) {
    uint64_t count = 0;
    while (count < limit) {
      ULONG got = 0;
      const auto size = static_cast<ULONG>(block.size());
      const HRESULT hr = Await(*readiness, [&] { return async->TryRead(block.data(), size, &got); });
      if (FAILED(hr)) return uint64_t{0};
      if (got == 0) break;
      for (ULONG i = 0; i < got; ++i) {
        if (block[i] != static_cast<uint8_t>(count++ % 251)) return uint64_t{0};
      }
    }
    return count;
  };
  CHECK(read(kTotal / 2) >= kTotal / 2);
  CHECK(Await(*readiness, [&] { return async->Rewind(); }) == S_OK);
  CHECK(read(UINT64_MAX) == kTotal);
  CHECK(Await(*readiness, [&] { return async->Rewind(); }) == S_OK);
  CHECK(read(UINT64_MAX) == kTotal);

  async.Reset();
  stream.Reset();
  thread.join();
}

TEST_CASE(
    "memory goes with the end, and a failure at once comes between a push and a read that are copying") {
  for (int round = 0; round < 40; ++round) {
    Pair pair;
    const std::string chunk(200'000, static_cast<char>('a' + round % 26));
    std::atomic<bool> over{false};
    std::thread pusher([&] {
      while (!over) {
        if (!pair.Push(chunk)) std::this_thread::yield();
      }
    });
    std::string got;
    HRESULT hr = S_OK;
    std::thread reader([&] {
      while (hr == S_OK || hr == E_PENDING) got += pair.Read(300'000, &hr);
    });
    std::this_thread::sleep_for(std::chrono::microseconds(200 * round));
    if (round % 2 == 0) {
      pair.producer->Fail(STG_E_READFAULT, true);
    } else {
      pair.producer->Abandon();
    }
    reader.join();
    over = true;
    pusher.join();
    CHECK(hr == (round % 2 == 0 ? HRESULT{STG_E_READFAULT} : HRESULT{E_ABORT}));
    CHECK(got == std::string(got.size(), chunk[0]));
    CHECK_FALSE(pair.Push(chunk));
  }
}

}  // namespace imnxport
