// Off Windows no classes are registered.
#include "foreign/transport_source.h"

namespace imnxport {
namespace {

class NoRegistry final : public TransportSource {
 public:
  explicit NoRegistry(const CLSID& clsid) noexcept : clsid_(clsid) {}

  ComPtr<IHTTPMailTransport> Open(OpenFailure* why) override {
    why->problem = OpenProblem::kNotFound;
    why->hr = REGDB_E_CLASSNOTREG;
    why->text = "class " + ClsidText(clsid_) +
                " is looked for in the registry of Windows, and this is another system";
    return nullptr;
  }
  void Close() noexcept override {}

 private:
  const CLSID clsid_;
};

}  // namespace

std::unique_ptr<TransportSource> SourceInRegistry(const CLSID& clsid) {
  return std::make_unique<NoRegistry>(clsid);
}

}  // namespace imnxport
