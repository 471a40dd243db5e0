// The library under test.
#include "server_library.h"

#include <cstdlib>

#include "host_thread.h"
#include "recording_stream.h"

namespace host {

const char* LibraryPath() {
  const char* path = std::getenv("IMNXPORT_LIBRARY");
  REQUIRE(path != nullptr);
  return path;
}

Library::Library() : module_(LoadLibraryA(LibraryPath())) {
  REQUIRE(module_ != nullptr);
  get_class_object_ = reinterpret_cast<decltype(get_class_object_)>(
      reinterpret_cast<void*>(GetProcAddress(module_, "DllGetClassObject")));
  can_unload_now_ = reinterpret_cast<decltype(can_unload_now_)>(
      reinterpret_cast<void*>(GetProcAddress(module_, "DllCanUnloadNow")));
  REQUIRE(get_class_object_ && can_unload_now_);
}

Library::~Library() {
  REQUIRE(WaitUnloadable());
  FreeLibrary(module_);
  // What keeps its code until a pool thread has returned from it lets go at any moment.
  CHECK(Eventually([] { return GetModuleHandleA(LibraryPath()) == nullptr; }));
}

bool Library::WaitUnloadable() const {
  return Eventually([this] { return CanUnload(); });
}

IClassFactory* Library::MakeFactory() const {
  void* factory = nullptr;
  REQUIRE(get_class_object_(CLSID_ImnxportTransport, IID_IClassFactory, &factory) == S_OK);
  return static_cast<IClassFactory*>(factory);
}

IHTTPMailTransport* Library::MakeTransport() const {
  Ptr<IClassFactory> factory;
  *factory.Put() = MakeFactory();
  void* transport = nullptr;
  REQUIRE(factory->CreateInstance(nullptr, IID_IHTTPMailTransport, &transport) == S_OK);
  return static_cast<IHTTPMailTransport*>(transport);
}

void CheckBody(const Request* request, size_t size) {
  REQUIRE(request != nullptr);
  CHECK(request->complete);
  CHECK_EQ(request->body_size, size);
  size_t wrong = 0;
  for (size_t i = 0; i < request->body_size; ++i) wrong += request->body[i] != RecordingStream::ByteAt(i);
  CHECK_EQ(wrong, 0);
}

void Post(IHTTPMailTransport* transport, const char* url, IStream* stream, DWORD context) {
  REQUIRE(transport->CommandPOST(url, stream, "application/octet-stream", context) == S_OK);
}

}  // namespace host
