// Reading a stream that can say "not yet".
#include "stream/async_body.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "com/com_object.h"

namespace imnxport {
namespace {

// What the stream is given to call. It may outlive the body: the owner is held weakly.
class Readiness final : public ComObject<Implements<IImnxportReadiness>> {
 public:
  explicit Readiness(std::weak_ptr<BodyOwner> owner) noexcept : owner_(std::move(owner)) {}

  HRESULT STDMETHODCALLTYPE OnReady() noexcept override {
    if (auto owner = owner_.lock()) owner->OnBodyNews();
    return S_OK;
  }

 private:
  const std::weak_ptr<BodyOwner> owner_;
};

}  // namespace

AsyncBody::AsyncBody(IStream* stream, IImnxportAsyncStream* async, std::optional<uint64_t> declared,
                     std::weak_ptr<BodyOwner> owner)
    : stream_(stream),
      async_(async),
      readiness_(ComPtr<IImnxportReadiness>::Attach(new Readiness(std::move(owner)))),
      length_(declared) {}

AsyncBody::~AsyncBody() { Close(); }

bool AsyncBody::Prepare() noexcept {
  if (prepared_ || FAILED(failure_)) return true;
  ULONGLONG length = IMNXPORT_UNKNOWN;
  BOOL rewindable = FALSE;
  HRESULT hr = advised_ ? S_OK : async_->Advise(readiness_.Get());
  advised_ = SUCCEEDED(hr);
  if (SUCCEEDED(hr)) hr = async_->GetInfo(&length, &rewindable);
  if (FAILED(hr)) {
    failure_ = hr;
    return true;
  }
  rewindable_ = rewindable != 0;
  if (!length_ && length != IMNXPORT_UNKNOWN) length_ = length;
  rewinding_ = rewinding_ && rewindable_;
  if (!FinishRewind()) return FAILED(failure_);
  // An entity of no bytes is on the wire with its headers: whether there are bytes is asked before.
  if (length_ == uint64_t{0} && CheckEnd() == BodyRead::kPending) return false;
  prepared_ = true;
  return true;
}

bool AsyncBody::FinishRewind() noexcept {
  if (!rewinding_) return true;
  const HRESULT hr = async_->Rewind();
  if (hr == E_PENDING) return false;
  rewinding_ = false;
  read_ = 0;
  end_ = false;
  held_.Clear();
  if (FAILED(hr)) failure_ = hr;
  return SUCCEEDED(hr);
}

BodyRead AsyncBody::Take(char* to, size_t max, size_t* taken) noexcept {
  *taken = 0;
  if (FAILED(failure_)) return BodyRead::kFailed;
  if (!FinishRewind()) return FAILED(failure_) ? BodyRead::kFailed : BodyRead::kPending;
  if (held_.Size() > 0) return TakeHeld(to, max, taken);
  if (end_) return BodyRead::kEnd;

  const uint64_t left = length_ ? *length_ - read_ : max;
  if (left == 0) return CheckEnd();
  const BodyRead read = Read(to, static_cast<size_t>(std::min<uint64_t>(left, max)), taken);
  if (read == BodyRead::kEnd && length_) return Fail(IXP_E_INCOMPLETE);
  if (read != BodyRead::kData || !length_ || read_ != *length_) return read;

  // These are the last bytes, if the stream tells the truth; when it cannot say so yet, they wait.
  const BodyRead check = CheckEnd();
  if (check == BodyRead::kEnd) return BodyRead::kData;
  if (check == BodyRead::kPending) {
    if (held_.Capacity() < *taken && !held_.Allocate(*taken)) return Fail(E_OUTOFMEMORY);
    std::memcpy(held_.WritePosition(), to, *taken);
    held_.Filled(*taken);
  }
  *taken = 0;
  return check;
}

BodyRead AsyncBody::TakeHeld(char* to, size_t max, size_t* taken) noexcept {
  if (!end_) {
    const BodyRead check = CheckEnd();
    if (check != BodyRead::kEnd) return check;
  }
  *taken = std::min(max, held_.Size());
  std::memcpy(to, held_.ReadPosition(), *taken);
  held_.Taken(*taken);
  if (held_.Size() == 0) held_.Clear();
  return BodyRead::kData;
}

BodyRead AsyncBody::Read(char* to, size_t max, size_t* got) noexcept {
  ULONG count = 0;
  const HRESULT hr = async_->TryRead(to, static_cast<ULONG>(max), &count);
  if (hr == E_PENDING) return BodyRead::kPending;
  if (FAILED(hr)) return Fail(hr);
  if (count > max) return Fail(E_UNEXPECTED);
  *got = count;
  read_ += count;
  if (count == 0) end_ = true;
  return count == 0 ? BodyRead::kEnd : BodyRead::kData;
}

// kEnd: nothing follows. kPending: the stream does not know yet. Else the stream gives too much.
BodyRead AsyncBody::CheckEnd() noexcept {
  char beyond;
  size_t got = 0;
  const BodyRead read = Read(&beyond, 1, &got);
  return read == BodyRead::kData ? Fail(IXP_E_INCOMPLETE) : read;
}

BodyRead AsyncBody::Fail(HRESULT hr) noexcept {
  failure_ = hr;
  return BodyRead::kFailed;
}

void AsyncBody::Rewind() noexcept { rewinding_ = true; }

BodyClose AsyncBody::Close() noexcept {
  if (async_ && advised_) async_->Advise(nullptr);
  async_.Reset();
  stream_.Reset();
  return BodyClose::kClosed;
}

}  // namespace imnxport
