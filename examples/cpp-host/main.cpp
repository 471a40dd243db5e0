// cpp-host: posts a string through IHTTPMailTransport::CommandPOST, from C++17 in one file, with nothing but
// the headers.
//
//   cpp-host <library> <url> <text>
//
// Exit code 0: the server took it; 1: it did not; 2: it was not even tried.
#define IMNXPORT_INITGUID  // in one file of a program: this one defines the GUIDs
#include "abi/imnxport.h"

#ifndef _WIN32
#include <dlfcn.h>
#endif

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>

namespace {

struct ReleaseIt {
  void operator()(IUnknown* object) const noexcept { object->Release(); }
};
// One reference.
template <class Interface>
using Owned = std::unique_ptr<Interface, ReleaseIt>;

// What every COM object has: a count of references, and an answer to what it is.
template <class Interface, const IID& kIid, const IID& kBaseIid>
class Object : public Interface {
 public:
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** object) noexcept override {
    if (!object) return E_POINTER;
    *object = nullptr;
    if (riid != IID_IUnknown && riid != kBaseIid && riid != kIid) return E_NOINTERFACE;
    AddRef();
    *object = static_cast<Interface*>(this);
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

 protected:
  virtual ~Object() = default;

 private:
  std::atomic<ULONG> references_{1};
};

// A stream over text: a transport asks for its length, reads it, and goes back to its beginning when the
// server wants it twice.
class TextStream final : public Object<IStream, IID_IStream, IID_ISequentialStream> {
 public:
  explicit TextStream(std::string text) : text_(std::move(text)) {}

  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept override {
    const auto count = static_cast<ULONG>(std::min<size_t>(size, text_.size() - at_));
    std::memcpy(to, text_.data() + at_, count);
    at_ += count;
    if (read) *read = count;
    return count == size ? S_OK : S_FALSE;
  }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin,
                                 ULARGE_INTEGER* position) noexcept override {
    const auto size = static_cast<LONGLONG>(text_.size());
    const LONGLONG from = origin == STREAM_SEEK_SET   ? 0
                          : origin == STREAM_SEEK_CUR ? static_cast<LONGLONG>(at_)
                                                      : size;
    const LONGLONG to = from + move.QuadPart;
    if (to < 0 || to > size) return STG_E_INVALIDFUNCTION;
    at_ = static_cast<size_t>(to);
    if (position) position->QuadPart = static_cast<ULONGLONG>(to);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD) noexcept override {
    if (!stat) return STG_E_INVALIDPOINTER;
    *stat = {};
    stat->type = STGTY_STREAM;
    stat->cbSize.QuadPart = text_.size();
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE Write(const void*, ULONG, ULONG*) noexcept override { return STG_E_ACCESSDENIED; }
  HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER) noexcept override { return STG_E_ACCESSDENIED; }
  HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*,
                                   ULARGE_INTEGER*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE Commit(DWORD) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE Revert() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) noexcept override {
    return STG_E_INVALIDFUNCTION;
  }
  HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) noexcept override {
    return STG_E_INVALIDFUNCTION;
  }
  HRESULT STDMETHODCALLTYPE Clone(IStream**) noexcept override { return E_NOTIMPL; }

 private:
  const std::string text_;
  size_t at_ = 0;
};

// Waits for the final response. Nobody is there to be asked anything.
class Callback final : public Object<IHTTPMailCallback, IID_IHTTPMailCallback, IID_ITransportCallback> {
 public:
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override {
    if (!response->fDone) return S_OK;  // progress
    const std::lock_guard<std::mutex> lock(mutex_);
    result_ = response->rIxpResult.hrResult;
    // What the response points to is there during this call only.
    const char* const location = response->rPostInfo.pszLocation;
    location_ = location ? location : "";
    done_ = true;
    ended_.notify_all();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD*, IInternetTransport*) noexcept override { return S_FALSE; }
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER, IInternetTransport*) noexcept override {
    return S_FALSE;
  }
  INT STDMETHODCALLTYPE OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept override {
    return 0;
  }
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS, IInternetTransport*) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS, LPIXPRESULT, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE, LPSTR, HRESULT, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND*) noexcept override { return E_NOTIMPL; }

  HRESULT Wait(std::string* location) {
    std::unique_lock<std::mutex> lock(mutex_);
    ended_.wait(lock, [this] { return done_; });
    *location = location_;
    return result_;
  }

 private:
  std::mutex mutex_;  // guards what follows
  std::condition_variable ended_;
  bool done_ = false;
  HRESULT result_ = E_PENDING;
  std::string location_;
};

using GetClassObject = HRESULT(STDMETHODCALLTYPE*)(REFCLSID, REFIID, void**);

// The library stays loaded until the process ends: it may still have threads on their way out.
GetClassObject Load(const char* path) {
#ifdef _WIN32
  const HMODULE library = LoadLibraryA(path);
  return library ? reinterpret_cast<GetClassObject>(
                       reinterpret_cast<void*>(GetProcAddress(library, "DllGetClassObject")))
                 : nullptr;
#else
  void* const library = dlopen(path, RTLD_NOW);
  return library ? reinterpret_cast<GetClassObject>(dlsym(library, "DllGetClassObject")) : nullptr;
#endif
}

// What CoCreateInstance does for a class that is registered.
Owned<IHTTPMailTransport> MakeTransport(GetClassObject get_class_object) {
  IClassFactory* factory = nullptr;
  void* transport = nullptr;
  if (FAILED(
          get_class_object(CLSID_IHTTPMailTransport, IID_IClassFactory, reinterpret_cast<void**>(&factory))))
    return {};
  const Owned<IClassFactory> owner(factory);
  if (FAILED(factory->CreateInstance(nullptr, IID_IHTTPMailTransport, &transport))) return {};
  return Owned<IHTTPMailTransport>(static_cast<IHTTPMailTransport*>(transport));
}

int Post(GetClassObject get_class_object, const char* url, const char* text) {
  const Owned<IHTTPMailTransport> transport = MakeTransport(get_class_object);
  if (!transport) return 2;
  const Owned<Callback> callback(new Callback);
  const Owned<TextStream> stream(new TextStream(text));

  HRESULT hr = transport->InitNew("cpp-host/1.0", nullptr, callback.get());
  // Returns at once; the transport has references of its own to what it needs.
  if (SUCCEEDED(hr)) hr = transport->CommandPOST(url, stream.get(), "text/plain", 0);
  if (FAILED(hr)) {
    std::fprintf(stderr, "refused: HRESULT 0x%08lX\n", static_cast<unsigned long>(hr) & 0xFFFFFFFFul);
    return 2;
  }
  std::string location;
  hr = callback->Wait(&location);
  std::printf("0x%08lX %s\n", static_cast<unsigned long>(hr) & 0xFFFFFFFFul, location.c_str());
  transport->HandsOffCallback();  // transport and callback hold each other: whoever ends first says so
  return SUCCEEDED(hr) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s <library> <url> <text>\n", argv[0]);
    return 2;
  }
#ifdef _WIN32
  // In the multithreaded apartment: callbacks come on a thread of the library, and this one may simply wait.
  // One that shows windows is an apartment of its own, and has to dispatch messages for its callbacks.
  if (FAILED(CoInitializeEx(nullptr, COINIT_MULTITHREADED))) return 2;
#endif
  const GetClassObject get_class_object = Load(argv[1]);
  if (!get_class_object) {
    std::fprintf(stderr, "%s cannot be loaded\n", argv[1]);
    return 2;
  }
  const int code = Post(get_class_object, argv[2], argv[3]);
#ifdef _WIN32
  CoUninitialize();
#endif
  return code;
}
