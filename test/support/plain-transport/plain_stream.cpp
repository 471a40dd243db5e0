// Each method is that of the stream inside.
#include "plain_stream.h"

#include <new>

#include "stream/stream_base.h"

namespace imnxport::test {
namespace {

class PlainStream final : public StreamBase<> {
 public:
  explicit PlainStream(IStream* inner) noexcept : inner_(inner) {}

  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept override {
    return inner_->Read(to, size, read);
  }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* where) noexcept override {
    return inner_->Seek(move, origin, where);
  }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD flags) noexcept override {
    return inner_->Stat(stat, flags);
  }

 private:
  const ComPtr<IStream> inner_;
};

}  // namespace

ComPtr<IStream> MakePlainStream(IStream* stream) noexcept {
  return ComPtr<IStream>::Attach(new (std::nothrow) PlainStream(stream));
}

}  // namespace imnxport::test
