// The transport of this project.
#include "bench/builtin_source.h"

#include "transport/transport_class.h"

namespace imnxport {
namespace {

class BuiltinSource final : public TransportSource {
 public:
  ComPtr<IHTTPMailTransport> Open(OpenFailure* why) override {
    ComPtr<IHTTPMailTransport> transport;
    why->hr = CreateTransport(IID_IHTTPMailTransport, transport.PutVoid());
    if (!transport) why->text = "no transport of this library could be made: " + HexText(why->hr);
    return transport;
  }

  void Close() noexcept override {}
};

}  // namespace

std::unique_ptr<TransportSource> SourceBuiltin() { return std::make_unique<BuiltinSource>(); }

}  // namespace imnxport
