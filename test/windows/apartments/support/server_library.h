// The library under test, and what every case stands on.
#pragma once

#include <windows.h>

#include <memory>

#include "abi/imnxport_ext.h"
#include "checks.h"
#include "recording_callback.h"

namespace host {

// Owns one reference.
template <class Interface>
class Ptr {
 public:
  Ptr() = default;
  ~Ptr() { Reset(); }
  Ptr(const Ptr&) = delete;
  Ptr& operator=(const Ptr&) = delete;
  void Reset() {
    if (pointer_) pointer_->Release();
    pointer_ = nullptr;
  }
  // Without giving the reference back.
  void Forget() { pointer_ = nullptr; }
  Interface** Put() { return &pointer_; }
  void** PutVoid() { return reinterpret_cast<void**>(&pointer_); }
  Interface* Get() const { return pointer_; }
  Interface* operator->() const { return pointer_; }

 private:
  Interface* pointer_ = nullptr;
};

// The path of the library is in the environment variable IMNXPORT_LIBRARY.
const char* LibraryPath();

// Loaded by its path. At the end it must become unloadable, and is then gone.
class Library {
 public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  HMODULE Module() const { return module_; }
  IClassFactory* MakeFactory() const;
  // A new transport with one reference.
  IHTTPMailTransport* MakeTransport() const;
  bool CanUnload() const { return can_unload_now_() == S_OK; }
  // Until DllCanUnloadNow says S_OK, which can only be asked again and again: threads end by themselves.
  bool WaitUnloadable() const;

 private:
  HMODULE module_;
  HRESULT(STDMETHODCALLTYPE* get_class_object_)(REFCLSID, REFIID, void**);
  HRESULT(STDMETHODCALLTYPE* can_unload_now_)();
};

class WebServer {
 public:
  WebServer() : server_(ServerStart()) { REQUIRE(server_ != nullptr); }
  ~WebServer() { ServerStop(server_); }
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  const char* Url(const char* path = "/") const { return ServerUrl(server_, path); }
  // Every request is left without an answer until LetGo.
  void HoldNext() { ServerAnswer(server_, Hold()); }
  void LetGo() { ServerLetGo(server_); }
  int Requests() const { return ServerRequests(server_); }
  bool WaitHead(int index) const { return ServerWaitHead(server_, index) != 0; }
  // The request with this number, once it has ended; null: not in time.
  const Request* Ended(int index) const { return ServerWaitEnd(server_, index); }

 private:
  static Answer Hold() {
    Answer answer{};
    answer.hold = 1;
    return answer;
  }
  Server* const server_;
};

// The body that arrived is that of a RecordingStream, or of anything with the same bytes.
void CheckBody(const Request* request, size_t size);

// CommandPOST, which must be accepted.
void Post(IHTTPMailTransport* transport, const char* url, IStream* stream, DWORD context = 0);

}  // namespace host
