// The body of a post, read ahead from an ordinary stream that answers anything at all: what the wire gets is
// the stream's bytes, never more than its length, and never a last byte of an entity that is not whole.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "property.h"
#include "stream/body_source.h"
#include "stream/stream_base.h"

using namespace imnxport;

namespace {

char ByteAt(uint64_t position) { return static_cast<char>(position * 31 + position / 251); }

// It answers as the input says; called by one thread at a time.
class OddStream final : public StreamBase<> {
 public:
  explicit OddStream(FuzzedDataProvider& input)
      : size(input.ConsumeIntegralInRange<uint64_t>(0, 3000)),
        claims_(input.ConsumeBool() ? size : input.ConsumeIntegralInRange<uint64_t>(0, 3000)),
        seeks_(input.ConsumeBool()),
        stats_(input.ConsumeBool()),
        answers_(input.ConsumeBytes<uint8_t>(input.ConsumeIntegralInRange<size_t>(0, 40))) {}

  const uint64_t size;
  bool odd = false;  // it has failed, or said that it gave more than it was asked for

  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG wanted, ULONG* read) noexcept override {
    const uint8_t answer = next_ < answers_.size() ? answers_[next_++] : 255;
    const uint64_t left = size - std::min(size, position_);
    auto given = static_cast<ULONG>(std::min<uint64_t>(wanted, left));
    if (answer < 200 && given > answer + 1u) given = answer + 1u;
    for (ULONG i = 0; i < given; ++i) static_cast<char*>(to)[i] = ByteAt(position_ + i);
    position_ += given;
    *read = given;
    odd = odd || (answer >= 200 && answer < 210);
    if (answer >= 200 && answer < 205) return E_FAIL;
    if (answer >= 205 && answer < 210) *read = wanted + 1;
    return answer % 2 ? S_OK : given == wanted ? S_OK : S_FALSE;
  }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* where) noexcept override {
    if (!seeks_) return E_NOTIMPL;
    position_ = (origin == STREAM_SEEK_END   ? claims_
                 : origin == STREAM_SEEK_CUR ? position_
                                             : 0) +
                static_cast<uint64_t>(move.QuadPart);
    if (where) where->QuadPart = position_;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD) noexcept override {
    if (!stats_) return E_NOTIMPL;
    *stat = {};
    stat->cbSize.QuadPart = claims_;
    return S_OK;
  }

 private:
  const uint64_t claims_;
  const bool seeks_;
  const bool stats_;
  const std::vector<uint8_t> answers_;
  size_t next_ = 0;
  uint64_t position_ = 0;
};

class Owner final : public BodyOwner {
 public:
  void OnBodyNews() noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    ++news_;
    changed_.notify_all();
  }
  // Repeats the step, after news, until it is done.
  template <class Step>
  void Until(Step step) {
    for (;;) {
      std::unique_lock<std::mutex> lock(mutex_);
      const int seen = news_;
      lock.unlock();
      if (step()) return;
      lock.lock();
      HOLDS(changed_.wait_for(lock, std::chrono::seconds(10), [&] { return news_ > seen; }));
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int news_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  const auto declared = input.ConsumeBool()
                            ? std::optional<uint64_t>(input.ConsumeIntegralInRange<uint64_t>(0, 3000))
                            : std::nullopt;
  auto* const stream = new OddStream(input);
  const auto kept = ComPtr<IStream>::Attach(stream);
  const auto owner = std::make_shared<Owner>();
  std::shared_ptr<BodySource> body;
  HOLDS(MakeBody(stream, declared, owner, &body) == S_OK);
  owner->Until([&] { return body->Prepare(); });
  uint64_t position = 0;
  bool done = FAILED(body->Failure());
  const auto length = done ? std::nullopt : body->Length();
  HOLDS(done || !declared || length == declared);
  for (int rewinds = 0; !done;) {
    char to[512];
    size_t taken = 0;
    const auto most = input.ConsumeIntegralInRange<size_t>(1, sizeof to);
    BodyRead read = BodyRead::kPending;
    owner->Until([&] { return (read = body->Take(to, most, &taken)) != BodyRead::kPending; });
    HOLDS((taken > 0) == (read == BodyRead::kData) && taken <= most);
    for (size_t i = 0; i < taken; ++i) HOLDS(to[i] == ByteAt(position + i));
    position += taken;
    HOLDS(position <= stream->size);
    HOLDS(!length || position <= *length);
    // Its last byte goes out only when it is the last.
    if (length && position == *length && *length > 0) HOLDS(stream->size == *length || stream->odd);
    if (read == BodyRead::kEnd) HOLDS(stream->odd || position == stream->size);
    if (read == BodyRead::kFailed) HOLDS(FAILED(body->Failure()));
    done = read == BodyRead::kEnd || read == BodyRead::kFailed;
    if (read != BodyRead::kFailed && body->Rewindable() && rewinds < 3 &&
        input.ConsumeIntegralInRange(0, 9) == 0) {
      body->Rewind();
      position = 0;
      done = false;
      ++rewinds;
    }
  }
  owner->Until([&] { return body->Close() == BodyClose::kClosed; });
  return 0;
}
