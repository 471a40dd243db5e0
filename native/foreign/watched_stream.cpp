// Watching a stream.
#include "foreign/watched_stream.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <utility>

#include "com/marshaler.h"
#include "stream/stream_base.h"

namespace imnxport {
namespace {

// A call into the client's stream.
class Inside {
 public:
  explicit Inside(StreamRecord& record) noexcept : record_(record) { record_.Enter(); }
  ~Inside() { record_.Leave(); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  StreamRecord& record_;
};

// Tells the transport that the client's stream has something again, and the record too.
class Readiness final : public ComObject<Implements<IImnxportReadiness>> {
 public:
  Readiness(IImnxportReadiness* transport, std::shared_ptr<StreamRecord> record) noexcept
      : transport_(transport), record_(std::move(record)) {}

  HRESULT STDMETHODCALLTYPE OnReady() noexcept override {
    record_->SetPending(false);
    return transport_->OnReady();
  }

 private:
  const ComPtr<IImnxportReadiness> transport_;
  const std::shared_ptr<StreamRecord> record_;
};

class WatchedStream final : public StreamBase<Implements<IImnxportAsyncStream>> {
 public:
  WatchedStream(std::shared_ptr<HeldStream> held, std::shared_ptr<StreamRecord> record,
                std::optional<uint64_t> declared) noexcept
      : held_(std::move(held)), record_(std::move(record)), declared_(declared) {}

  HRESULT Init() noexcept { return marshaler_.Aggregate(static_cast<IStream*>(this)); }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    if (!ppv) return E_POINTER;
    *ppv = nullptr;
    if (SameGuid(riid, IID_IImnxportAsyncStream) && !held_->HasAsync()) return E_NOINTERFACE;
    const HRESULT hr = StreamBase::QueryInterface(riid, ppv);
    return SUCCEEDED(hr) ? hr : marshaler_.Query(static_cast<IStream*>(this), riid, ppv);
  }

  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept override {
    if (read) *read = 0;
    if (!to) return STG_E_INVALIDPOINTER;
    const Inside inside(*record_);
    ComPtr<IStream> stream;
    HRESULT hr = held_->Get(&stream);
    if (FAILED(hr)) return hr;
    const uint64_t position = position_;
    const uint64_t left = declared_ ? *declared_ - std::min(*declared_, position) : size;
    const ULONG wanted = static_cast<ULONG>(std::min<uint64_t>(size, left));
    ULONG got = 0;
    if (wanted > 0 || size == 0) hr = stream->Read(to, wanted, &got);
    if (FAILED(hr)) return hr;
    if (got > wanted) return E_UNEXPECTED;
    if (declared_ && size > 0) {
      if (got == 0 && left > 0) return IXP_E_INCOMPLETE;
      // The last byte goes out only when it is certain that it is the last.
      if (got == left) hr = CheckEnd(*stream.Get());
      if (FAILED(hr)) return hr;
    }
    position_ = position + got;
    if (size > 0) record_->NoteRead(position, got);
    if (read) *read = got;
    return declared_ && got == left && got < size ? S_FALSE : hr;
  }

  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin,
                                 ULARGE_INTEGER* reached) noexcept override {
    const Inside inside(*record_);
    ComPtr<IStream> stream;
    HRESULT hr = held_->Get(&stream);
    if (FAILED(hr)) return hr;
    ULARGE_INTEGER position{};
    hr = stream->Seek(move, origin, &position);
    if (FAILED(hr)) return hr;
    position_ = position.QuadPart;
    checked_ = false;
    if (origin == STREAM_SEEK_END && move.QuadPart == 0) record_->NoteLength(position.QuadPart);
    if (reached) *reached = position;
    return hr;
  }

  // Through Read, so that it is counted.
  HRESULT STDMETHODCALLTYPE CopyTo(IStream* to, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                                   ULARGE_INTEGER* written) noexcept override {
    if (!to) return STG_E_INVALIDPOINTER;
    uint64_t taken = 0;
    uint64_t given = 0;
    HRESULT hr = S_OK;
    char block[16 * 1024];
    while (taken < size.QuadPart) {
      ULONG got = 0;
      hr = Read(block, static_cast<ULONG>(std::min<uint64_t>(sizeof block, size.QuadPart - taken)), &got);
      if (FAILED(hr) || got == 0) break;
      taken += got;
      ULONG put = 0;
      hr = to->Write(block, got, &put);
      given += put;
      if (FAILED(hr) || put < got) break;
    }
    if (read) read->QuadPart = taken;
    if (written) written->QuadPart = given;
    return FAILED(hr) ? hr : S_OK;
  }

  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD flags) noexcept override {
    if (!stat) return STG_E_INVALIDPOINTER;
    *stat = {};
    const Inside inside(*record_);
    ComPtr<IStream> stream;
    HRESULT hr = held_->Get(&stream);
    if (FAILED(hr)) return hr;
    hr = stream->Stat(stat, flags);
    if (FAILED(hr) && !declared_) return hr;
    if (FAILED(hr)) *stat = {};
    stat->type = STGTY_STREAM;
    if (declared_) stat->cbSize.QuadPart = *declared_;
    record_->NoteStat(stat->cbSize.QuadPart);
    return S_OK;
  }

  // Not of a stream that belongs to an apartment: its clone would belong to whoever asks.
  HRESULT STDMETHODCALLTYPE Clone(IStream** clone) noexcept override {
    if (!clone) return STG_E_INVALIDPOINTER;
    *clone = nullptr;
    if (held_->Bound()) return E_NOTIMPL;
    const Inside inside(*record_);
    ComPtr<IStream> stream;
    HRESULT hr = held_->Get(&stream);
    if (FAILED(hr)) return hr;
    ComPtr<IStream> other;
    hr = stream->Clone(other.Put());
    if (FAILED(hr)) return hr;
    return WatchClone(other.Get(), clone);
  }

  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness* readiness) noexcept override {
    ComPtr<IImnxportAsyncStream> async;
    const HRESULT hr = held_->GetAsync(&async);
    if (FAILED(hr)) return readiness ? hr : S_OK;
    if (!readiness) return async->Advise(nullptr);
    const auto relay = ComPtr<Readiness>::Attach(new (std::nothrow) Readiness(readiness, record_));
    return relay ? async->Advise(relay.Get()) : E_OUTOFMEMORY;
  }

  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept override {
    ComPtr<IImnxportAsyncStream> async;
    HRESULT hr = held_->GetAsync(&async);
    if (FAILED(hr)) return hr;
    hr = async->GetInfo(length, rewindable);
    if (FAILED(hr)) return hr;
    if (*length == IMNXPORT_UNKNOWN && declared_) *length = *declared_;
    if (*length != IMNXPORT_UNKNOWN) record_->NoteLength(*length);
    return hr;
  }

  HRESULT STDMETHODCALLTYPE TryRead(void* to, ULONG size, ULONG* read) noexcept override {
    if (read) *read = 0;
    ComPtr<IImnxportAsyncStream> async;
    HRESULT hr = held_->GetAsync(&async);
    if (FAILED(hr)) return hr;
    // Before the call: from inside it OnReady may say already that there is something.
    record_->SetPending(true);
    ULONG got = 0;
    hr = async->TryRead(to, size, &got);
    if (hr == E_PENDING) return hr;
    record_->SetPending(false);
    if (FAILED(hr)) return hr;
    record_->NoteRead(position_, got);
    position_ += got;
    if (read) *read = got;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE Rewind() noexcept override {
    ComPtr<IImnxportAsyncStream> async;
    HRESULT hr = held_->GetAsync(&async);
    if (FAILED(hr)) return hr;
    record_->SetPending(true);
    hr = async->Rewind();
    if (hr == E_PENDING) return hr;
    record_->SetPending(false);
    if (SUCCEEDED(hr)) position_ = 0;
    return hr;
  }

 private:
  // Whether nothing follows where the declared length is reached.
  HRESULT CheckEnd(IStream& stream) noexcept {
    if (checked_) return S_OK;
    char beyond;
    ULONG got = 0;
    const HRESULT hr = stream.Read(&beyond, 1, &got);
    if (FAILED(hr)) return hr;
    checked_ = got == 0;
    return checked_ ? S_OK : IXP_E_INCOMPLETE;
  }

  HRESULT WatchClone(IStream* other, IStream** clone) noexcept {
    try {
      auto held = std::make_shared<HeldStream>();
      const HRESULT hr = held->Open(other);
      if (FAILED(hr)) return hr;
      held_->AddClone(held);
      auto made = ComPtr<WatchedStream>::Attach(new WatchedStream(std::move(held), record_, declared_));
      const HRESULT ready = made->Init();
      if (FAILED(ready)) return ready;
      made->position_ = position_.load();
      *clone = made.Detach();
      return S_OK;
    } catch (const std::bad_alloc&) {
      return E_OUTOFMEMORY;
    }
  }

  const std::shared_ptr<HeldStream> held_;
  const std::shared_ptr<StreamRecord> record_;
  const std::optional<uint64_t> declared_;
  Marshaler marshaler_;
  // The seek pointer. As with every IStream two readers take a Clone each.
  std::atomic<uint64_t> position_{0};
  std::atomic<bool> checked_{false};
};

}  // namespace

ComPtr<IStream> MakeWatchedStream(std::shared_ptr<HeldStream> held, std::shared_ptr<StreamRecord> record,
                                  std::optional<uint64_t> declared) noexcept {
  auto made = ComPtr<WatchedStream>::Attach(new (std::nothrow)
                                                WatchedStream(std::move(held), std::move(record), declared));
  if (!made || FAILED(made->Init())) return nullptr;
  return ComPtr<IStream>::Attach(made.Detach());
}

}  // namespace imnxport
