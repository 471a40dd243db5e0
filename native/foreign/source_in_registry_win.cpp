// A registered class.
#include <objbase.h>
#include <windows.h>

#include "foreign/image_file.h"
#include "foreign/transport_source.h"
#include "foreign/wide_text_win.h"

namespace imnxport {
namespace {

// The file that is registered for a class, in the view of the registry that `view` names; empty: none.
std::string RegisteredFile(const std::string& key, REGSAM view) {
  const std::wstring path = WideFromUtf8(key);
  HKEY opened = nullptr;
  if (RegOpenKeyExW(HKEY_CLASSES_ROOT, path.c_str(), 0, KEY_READ | view, &opened) != ERROR_SUCCESS) return {};
  wchar_t file[MAX_PATH * 4] = {};
  DWORD size = sizeof file - sizeof(wchar_t);
  const LSTATUS status =
      RegQueryValueExW(opened, nullptr, nullptr, nullptr, reinterpret_cast<BYTE*>(file), &size);
  RegCloseKey(opened);
  return status == ERROR_SUCCESS ? Utf8FromWide(file) : std::string();
}

class RegistrySource final : public TransportSource {
 public:
  explicit RegistrySource(const CLSID& clsid) noexcept : clsid_(clsid) {}

  ComPtr<IHTTPMailTransport> Open(OpenFailure* why) override {
    ComPtr<IHTTPMailTransport> transport;
    const HRESULT hr =
        CoCreateInstance(clsid_, nullptr, CLSCTX_INPROC_SERVER, IID_IHTTPMailTransport, transport.PutVoid());
    if (SUCCEEDED(hr) && transport) return transport;
    if (FAILED(hr)) (void)transport.Detach();  // it owns nothing, whatever was left there
    *why = Diagnose(FAILED(hr) ? hr : E_POINTER);
    return nullptr;
  }

  void Close() noexcept override {}

 private:
  OpenFailure Diagnose(HRESULT hr) const {
    const std::string key = "CLSID\\" + ClsidText(clsid_) + "\\InprocServer32";
    const ImageFile process = ThisProcess();
    const std::string own = "; this process is " + Describe(process);
    const std::string file = RegisteredFile(key, 0);
    OpenFailure why;
    why.hr = hr;
    if (hr == REGDB_E_CLASSNOTREG && file.empty()) {
      const std::string other = RegisteredFile(key, process.bits == 64 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY);
      why.problem = other.empty() ? OpenProblem::kNotFound : OpenProblem::kBitness;
      why.text = other.empty() ? "no class is registered at HKEY_CLASSES_ROOT\\" + key + own
                               : "class " + ClsidText(clsid_) + " is registered as " + other + ", for " +
                                     (process.bits == 64 ? "32 bit" : "64 bit") + " only" + own;
      return why;
    }
    const bool gone = hr == kFileNotFound || hr == kPathNotFound || hr == kModuleNotFound;
    if (hr == kBadExeFormat) why.problem = OpenProblem::kBitness;
    if (hr == CLASS_E_CLASSNOTAVAILABLE || hr == REGDB_E_CLASSNOTREG || gone)
      why.problem = OpenProblem::kNotFound;
    why.text = "class " + ClsidText(clsid_) + ", registered as " + (file.empty() ? "an unknown file" : file) +
               ", made no IHTTPMailTransport: CoCreateInstance answered " + HexText(hr) + own;
    return why;
  }

  const CLSID clsid_;
};

}  // namespace

std::unique_ptr<TransportSource> SourceInRegistry(const CLSID& clsid) {
  return std::make_unique<RegistrySource>(clsid);
}

}  // namespace imnxport
