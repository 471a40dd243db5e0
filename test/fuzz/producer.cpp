// The stream that JavaScript feeds, on the thread of its producer, where nobody waits: whatever is pushed is
// read once, in order, between any seeks, restarts, failures and ends.
#include "stream/producer.h"

#include <algorithm>

#include "property.h"

using namespace imnxport;

namespace {

// The body: byte i is the same whenever it is pushed.
char ByteAt(uint64_t position) { return static_cast<char>(position * 31 + position / 251); }

class Owner final : public ProducerOwner {
 public:
  explicit Owner(uint64_t length) : length(length) {}
  void OnPull(bool) noexcept override { ++pulls; }
  void OnRestart(uint64_t position, bool) noexcept override {
    restart = position;
    at = position == Producer::kToTheEnd ? length : position;
  }
  void OnClosed() noexcept override { ++closed; }

  const uint64_t length;
  uint64_t at = 0;  // what is pushed next
  std::optional<uint64_t> restart;
  int pulls = 0;
  int closed = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  const auto length = input.ConsumeIntegralInRange<uint64_t>(0, 100'000);
  const auto owner = std::make_shared<Owner>(length);
  const bool rewindable = input.ConsumeBool();
  const auto known = input.ConsumeBool() ? std::optional<uint64_t>(length) : std::nullopt;
  {
    Producer producer(known, rewindable, owner);
    bool ended = false, failed = false, abandoned = false;
    uint64_t position = 0;
    std::string buffer;
    while (input.remaining_bytes() > 0) {
      switch (input.ConsumeIntegralInRange(0, 8)) {
        case 0:
        case 1: {  // push
          if (ended || owner->restart) break;
          buffer.resize(static_cast<size_t>(std::min<uint64_t>(
              input.ConsumeIntegralInRange<size_t>(0, 40'000), length - std::min(length, owner->at))));
          for (size_t i = 0; i < buffer.size(); ++i) buffer[i] = ByteAt(owner->at + i);
          (void)producer.Push(buffer.data(), buffer.size());
          owner->at += buffer.size();
          break;
        }
        case 2:  // the end, where it belongs
          if (owner->at == length && !owner->restart) {
            producer.End();
            ended = true;
          }
          break;
        case 3:
        case 4: {  // read
          const auto wanted = input.ConsumeIntegralInRange<ULONG>(0, 50'000);
          buffer.assign(wanted, '?');
          ULONG got = 12345;
          const bool waiting = input.ConsumeBool();
          const HRESULT hr = waiting ? producer.Read(buffer.data(), wanted, &got)
                                     : producer.TryRead(buffer.data(), wanted, &got);
          HOLDS(got <= wanted);
          HOLDS(position >= length ? got == 0 : got <= length - position);
          for (ULONG i = 0; i < got; ++i) HOLDS(buffer[i] == ByteAt(position + i));
          HOLDS(hr != E_PENDING || (!waiting && got == 0));
          HOLDS(hr != S_FALSE || got < wanted || wanted == 0);
          if (hr == S_FALSE && !failed && position + got < length) HOLDS(!"the end comes too early");
          HOLDS(SUCCEEDED(hr) || hr == E_PENDING || hr == RPC_E_CANTCALLOUT_INEXTERNALCALL || failed ||
                abandoned || hr == STG_E_INVALIDFUNCTION);
          position += got;
          break;
        }
        case 5: {  // seek
          LARGE_INTEGER move;
          move.QuadPart = input.ConsumeIntegralInRange<int64_t>(-100'000, 100'000);
          uint64_t where = 0;
          if (SUCCEEDED(producer.Seek(move, input.ConsumeIntegralInRange<DWORD>(0, 2), &where))) {
            HOLDS(where == producer.Position());
            HOLDS(rewindable || where == position);
            position = where;
          }
          break;
        }
        case 6:  // the producer begins again
          if (owner->restart) {
            HOLDS(rewindable);
            owner->restart.reset();
            ended = owner->at >= length;
            if (ended) owner->at = length;
            producer.Restarted(owner->at, ended);
          }
          break;
        case 7:
          if (input.ConsumeIntegralInRange(0, 9) != 0) break;
          if (input.ConsumeBool()) {
            producer.Fail(input.ConsumeIntegral<HRESULT>(), input.ConsumeBool());
            failed = true;
          } else {
            producer.Abandon();
            abandoned = true;
          }
          break;
        default:
          if (const HRESULT hr = producer.Rewind(); hr == S_OK || hr == E_PENDING) position = 0;
          HOLDS(rewindable || !owner->restart);
      }
      if (const auto said = producer.Length(); said && !failed) HOLDS(*said == length);
    }
    producer.Close();
    HOLDS(owner->closed == 1);
    HOLDS(!producer.Push("x", 1));
  }
  HOLDS(owner->closed == 1);
  return 0;
}
