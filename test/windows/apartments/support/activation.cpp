// Activation by a manifest.
#include "activation.h"

#include <objbase.h>

#include <cstdio>

#include "host_thread.h"
#include "server_library.h"

namespace host {
namespace {

constexpr char kManifest[] =
    "<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'>\r\n"
    "<assemblyIdentity type='win32' name='imnxport.test' version='1.0.0.0'/>\r\n"
    "<file name='imnxport-copy.dll'>\r\n"
    "<comClass clsid='{F553FA68-647B-41EA-892A-73116EBDE3CD}' threadingModel='Both'/>\r\n"
    "</file></assembly>\r\n";

void Write(const std::wstring& path, const std::string& text) {
  const HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, 0, nullptr);
  REQUIRE(file != INVALID_HANDLE_VALUE);
  DWORD written = 0;
  REQUIRE(WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr));
  CloseHandle(file);
}

}  // namespace

Activation::Activation() {
  wchar_t temp[MAX_PATH], name[MAX_PATH];
  REQUIRE(GetTempPathW(MAX_PATH, temp) != 0);
  REQUIRE(GetTempFileNameW(temp, L"ixp", 0, name) != 0);
  REQUIRE(DeleteFileW(name) && CreateDirectoryW(name, nullptr));
  folder_ = name;
  library_ = folder_ + L"\\imnxport-copy.dll";
  manifest_ = folder_ + L"\\imnxport.test.manifest";
  wchar_t original[MAX_PATH];
  REQUIRE(MultiByteToWideChar(CP_ACP, 0, LibraryPath(), -1, original, MAX_PATH) > 0);
  REQUIRE(CopyFileW(original, library_.c_str(), TRUE));
  Write(manifest_, kManifest);
  ACTCTXW what{};
  what.cbSize = sizeof what;
  what.lpSource = manifest_.c_str();
  context_ = CreateActCtxW(&what);
  REQUIRE(context_ != INVALID_HANDLE_VALUE);
}

Activation::~Activation() {
  ReleaseActCtx(context_);
  CHECK(DeleteFileW(manifest_.c_str()));
  CHECK(DeleteFileW(library_.c_str()));
  CHECK(RemoveDirectoryW(folder_.c_str()));
}

IHTTPMailTransport* Activation::CreateTransport() const {
  ULONG_PTR cookie = 0;
  REQUIRE(ActivateActCtx(context_, &cookie));
  void* transport = nullptr;
  const HRESULT hr = CoCreateInstance(CLSID_ImnxportTransport, nullptr, CLSCTX_INPROC_SERVER,
                                      IID_IHTTPMailTransport, &transport);
  DeactivateActCtx(0, cookie);
  CHECK_HR(hr, S_OK);
  REQUIRE(transport != nullptr);
  return static_cast<IHTTPMailTransport*>(transport);
}

bool Activation::IsLoaded() const { return GetModuleHandleW(library_.c_str()) != nullptr; }

bool FreeUnusedLibraries(const Activation& activation) {
  return Eventually([&] {
    CoFreeUnusedLibrariesEx(0, 0);
    CoFreeUnusedLibrariesEx(0, 0);
    return !activation.IsLoaded();
  });
}

}  // namespace host
