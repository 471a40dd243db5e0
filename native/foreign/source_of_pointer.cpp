// A transport that somebody else made.
#include "foreign/transport_source.h"

namespace imnxport {
namespace {

class PointerSource final : public TransportSource {
 public:
  explicit PointerSource(IHTTPMailTransport* pointer) noexcept : pointer_(pointer) {}
  ComPtr<IHTTPMailTransport> Open(OpenFailure*) override { return pointer_; }
  void Close() noexcept override { pointer_.Reset(); }

 private:
  ComPtr<IHTTPMailTransport> pointer_;
};

}  // namespace

std::unique_ptr<TransportSource> SourceOfPointer(IHTTPMailTransport* pointer) {
  return std::make_unique<PointerSource>(pointer);
}

}  // namespace imnxport
