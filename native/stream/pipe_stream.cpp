// The COM face of producers and consumers.
#include "stream/pipe_stream.h"

#include <new>
#include <utility>

#include "stream/copy_bytes.h"
#include "stream/seek_target.h"
#include "stream/stream_base.h"

namespace imnxport {
namespace {

class PipeStream final : public StreamBase<Implements<IImnxportAsyncStream>> {
  using Base = StreamBase<Implements<IImnxportAsyncStream>>;

 public:
  PipeStream(std::shared_ptr<Producer> producer, std::shared_ptr<Consumer> consumer) noexcept
      : producer_(std::move(producer)), consumer_(std::move(consumer)) {}
  ~PipeStream() override {
    if (producer_) producer_->Close();
    if (consumer_) consumer_->Close();
  }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    if (producer_ || !ppv || !SameGuid(riid, IID_IImnxportAsyncStream))
      return Base::QueryInterface(riid, ppv);
    *ppv = nullptr;
    return E_NOINTERFACE;
  }

  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept override {
    ULONG got = 0;
    HRESULT hr = STG_E_ACCESSDENIED;
    if (producer_) hr = to ? producer_->Read(to, size, &got) : STG_E_INVALIDPOINTER;
    if (read) *read = got;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE Write(const void* from, ULONG size, ULONG* written) noexcept override {
    ULONG put = 0;
    HRESULT hr = STG_E_ACCESSDENIED;
    if (consumer_) hr = from ? consumer_->Write(from, size, &put) : STG_E_INVALIDPOINTER;
    if (written) *written = put;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin,
                                 ULARGE_INTEGER* position) noexcept override {
    uint64_t reached = 0;
    const HRESULT hr =
        producer_ ? producer_->Seek(move, origin, &reached) : SeekWritten(move, origin, &reached);
    if (SUCCEEDED(hr) && position) position->QuadPart = reached;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER size) noexcept override {
    return consumer_ ? E_NOTIMPL : Base::SetSize(size);
  }

  HRESULT STDMETHODCALLTYPE CopyTo(IStream* to, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                                   ULARGE_INTEGER* written) noexcept override {
    return CopyBytes(this, to, size, read, written);
  }

  HRESULT STDMETHODCALLTYPE Commit(DWORD) noexcept override { return consumer_ ? consumer_->Commit() : S_OK; }

  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD) noexcept override {
    if (!stat) return STG_E_INVALIDPOINTER;
    *stat = {};
    stat->type = STGTY_STREAM;
    stat->cbSize.QuadPart = producer_ ? producer_->Length().value_or(0) : consumer_->Written();
    stat->grfMode = !consumer_ ? STGM_READ : producer_ ? STGM_READWRITE : STGM_WRITE;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE Clone(IStream** clone) noexcept override {
    if (!clone) return STG_E_INVALIDPOINTER;
    *clone = nullptr;
    if (consumer_) return E_NOTIMPL;
    std::shared_ptr<Producer> copy;
    const HRESULT hr = producer_->Clone(&copy);
    if (FAILED(hr)) return hr;
    *clone = MakePipeStream(copy).Detach();
    if (*clone) return S_OK;
    copy->Close();
    return E_OUTOFMEMORY;
  }

  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness* readiness) noexcept override {
    return producer_->Advise(readiness);
  }

  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept override {
    if (!length || !rewindable) return E_POINTER;
    *length = producer_->Length().value_or(IMNXPORT_UNKNOWN);
    *rewindable = producer_->Rewindable() ? TRUE : FALSE;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE TryRead(void* to, ULONG size, ULONG* read) noexcept override {
    ULONG got = 0;
    const HRESULT hr = to ? producer_->TryRead(to, size, &got) : STG_E_INVALIDPOINTER;
    if (read) *read = got;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE Rewind() noexcept override { return producer_->Rewind(); }

 private:
  HRESULT SeekWritten(LARGE_INTEGER move, DWORD origin, uint64_t* reached) noexcept {
    if (origin > STREAM_SEEK_END) return STG_E_INVALIDFUNCTION;
    const uint64_t position = consumer_->Written();  // which is the end as well
    uint64_t target = 0;
    const HRESULT hr = SeekTarget(origin == STREAM_SEEK_SET ? 0 : position, move, &target);
    if (SUCCEEDED(hr) && target != position) return STG_E_INVALIDFUNCTION;
    *reached = position;
    return hr;
  }

  const std::shared_ptr<Producer> producer_;
  const std::shared_ptr<Consumer> consumer_;
};

}  // namespace

ComPtr<IStream> MakePipeStream(std::shared_ptr<Producer> producer,
                               std::shared_ptr<Consumer> consumer) noexcept {
  return ComPtr<IStream>::Attach(new (std::nothrow) PipeStream(std::move(producer), std::move(consumer)));
}

}  // namespace imnxport
