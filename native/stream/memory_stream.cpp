// The stream over bytes in memory.
#include "stream/memory_stream.h"

#include <cstring>
#include <memory>
#include <new>

#include "stream/seekable_stream.h"

namespace imnxport {
namespace {

using Bytes = std::shared_ptr<const std::vector<uint8_t>>;

class MemoryStream final : public SeekableStream<Implements<IImnxportAsyncStream>> {
 public:
  explicit MemoryStream(Bytes bytes) noexcept : SeekableStream(bytes->size()), bytes_(std::move(bytes)) {}

  // Nobody ever has to be told of readiness.
  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness*) noexcept override { return S_OK; }

  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept override {
    if (!length || !rewindable) return E_POINTER;
    *length = Size();
    *rewindable = TRUE;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE TryRead(void* to, ULONG size, ULONG* read) noexcept override {
    return Read(to, size, read);
  }

  HRESULT STDMETHODCALLTYPE Rewind() noexcept override {
    ToStart();
    return S_OK;
  }

 private:
  HRESULT ReadAt(uint64_t position, void* to, ULONG size, ULONG* got) noexcept override {
    std::memcpy(to, bytes_->data() + position, size);
    *got = size;
    return S_OK;
  }

  SeekableStream* NewOnSameBytes() noexcept override { return new (std::nothrow) MemoryStream(bytes_); }

  const Bytes bytes_;
};

}  // namespace

ComPtr<IStream> MakeMemoryStream(std::vector<uint8_t> bytes) noexcept {
  try {
    auto shared = std::make_shared<const std::vector<uint8_t>>(std::move(bytes));
    return ComPtr<IStream>::Attach(new MemoryStream(std::move(shared)));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

}  // namespace imnxport
