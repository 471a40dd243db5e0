// A class in a file.
#include <utility>

#include "foreign/library.h"
#include "foreign/transport_source.h"

namespace imnxport {
namespace {

using GetClassObject = HRESULT STDMETHODCALLTYPE(REFCLSID, REFIID, void**);
using CanUnloadNow = HRESULT STDMETHODCALLTYPE();

class FileSource final : public TransportSource {
 public:
  FileSource(std::string path, const CLSID& clsid) : path_(std::move(path)), clsid_(clsid) {}

  ComPtr<IHTTPMailTransport> Open(OpenFailure* why) override {
    if (!library_) library_ = Library::Load(path_, why);
    if (!library_) return nullptr;
    const ComPtr<IClassFactory> factory = Factory(why);
    if (!factory) return nullptr;
    ComPtr<IHTTPMailTransport> transport;
    const HRESULT hr = factory->CreateInstance(nullptr, IID_IHTTPMailTransport, transport.PutVoid());
    if (SUCCEEDED(hr) && transport) return transport;
    if (FAILED(hr)) (void)transport.Detach();  // it owns nothing, whatever was left there
    why->problem = OpenProblem::kFailed;
    why->hr = FAILED(hr) ? hr : E_POINTER;
    why->text = "class " + ClsidText(clsid_) + " of " + path_ +
                " made no IHTTPMailTransport: CreateInstance answered " + HexText(hr);
    return nullptr;
  }

  void Close() noexcept override {
    if (!library_) return;
    auto* const may = library_->FindOptional<CanUnloadNow>("DllCanUnloadNow");
    if (may && may() == S_OK) library_->Unload();
    library_.reset();
  }

 private:
  ComPtr<IClassFactory> Factory(OpenFailure* why) const {
    auto* const get = library_->Find<GetClassObject>("DllGetClassObject", why);
    if (!get) return nullptr;
    ComPtr<IClassFactory> factory;
    const HRESULT hr = get(clsid_, IID_IClassFactory, factory.PutVoid());
    if (SUCCEEDED(hr) && factory) return factory;
    if (FAILED(hr)) (void)factory.Detach();
    why->problem = hr == CLASS_E_CLASSNOTAVAILABLE ? OpenProblem::kNotFound : OpenProblem::kFailed;
    why->hr = FAILED(hr) ? hr : E_POINTER;
    why->text = path_ + (hr == CLASS_E_CLASSNOTAVAILABLE ? " has no class " : " gave no factory of class ") +
                ClsidText(clsid_) + ": DllGetClassObject answered " + HexText(hr);
    return nullptr;
  }

  const std::string path_;
  const CLSID clsid_;
  std::unique_ptr<Library> library_;
};

}  // namespace

std::unique_ptr<TransportSource> SourceInFile(std::string path, const CLSID& clsid) {
  return std::make_unique<FileSource>(std::move(path), clsid);
}

}  // namespace imnxport
