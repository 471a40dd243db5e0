// What the host does, and what it holds the library to.
#include "host.h"

#include <algorithm>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "com/class_factory.h"
#include "com/module.h"
#include "foreign/apartment_thread.h"
#include "foreign/foreign_runner.h"
#include "stream/file_stream.h"
#include "stream/memory_stream.h"
#include "stream/stream_base.h"
#include "transport/transport_class.h"

extern "C" {
#include "../abi/support/http_server.h"
}

namespace torture {
namespace {

using namespace imnxport;
using namespace std::chrono_literals;

constexpr auto kPatience = 20s;

std::atomic<int> problems{0};

char ByteAt(size_t position) { return static_cast<char>((position % 251) ^ (position / 251 % 241)); }

template <class Condition>
bool Eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(100us);
  }
  return true;
}

}  // namespace

void Problem(const char* format, ...) {
  const OfTest of_test;
  va_list list;
  va_start(list, format);
  std::printf("# ");
  std::vprintf(format, list);
  std::printf("\n");
  va_end(list);
  std::fflush(stdout);
  ++problems;
}

int Problems() { return problems; }

// Knows how many references the library has.
template <class Object>
class Counted : public Object {
 public:
  // All but the first.
  int Taken() const { return taken_ - 1; }

  ULONG STDMETHODCALLTYPE AddRef() noexcept override {
    ++taken_;
    return Object::AddRef();
  }
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    const OfTest of_test;
    --taken_;
    return Object::Release();
  }

 private:
  std::atomic<int> taken_{1};
};

// An ordinary stream over the pattern.
class Host::Stream final : public Counted<StreamBase<>> {
 public:
  Stream(size_t size, bool seekable) : size_(size), seekable_(seekable) {}

  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept override {
    const auto given = static_cast<ULONG>(std::min<size_t>(size, size_ - std::min(size_, position_)));
    for (ULONG i = 0; i < given; ++i) static_cast<char*>(to)[i] = ByteAt(position_ + i);
    position_ += given;
    *read = given;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* where) noexcept override {
    if (!seekable_) return E_NOTIMPL;
    const size_t base = origin == STREAM_SEEK_SET ? 0 : origin == STREAM_SEEK_END ? size_ : position_;
    position_ = base + static_cast<size_t>(move.QuadPart);
    if (where) where->QuadPart = position_;
    return S_OK;
  }

 private:
  const size_t size_;
  const bool seekable_;
  size_t position_ = 0;
};

// It takes notes, and needs no memory for it.
class Host::Callback final
    : public Counted<
          ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>>> {
 public:
  Callback(Host& host, bool extended) : host_(host), extended_(extended) {}

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    if (!extended_ && SameGuid(riid, IID_IImnxportCallback)) {
      *ppv = nullptr;
      return E_NOINTERFACE;
    }
    return ComObject::QueryInterface(riid, ppv);
  }
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD*, IInternetTransport*) noexcept override { return S_FALSE; }
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER server, IInternetTransport*) noexcept override {
    if (!host_.prompt_user) return S_FALSE;
    std::strcpy(server->szUserName, host_.prompt_user);
    std::strcpy(server->szPassword, host_.prompt_password);
    return S_OK;
  }
  INT STDMETHODCALLTYPE OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept override {
    return 0;
  }
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS, IInternetTransport*) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS, LPIXPRESULT result, IInternetTransport*) noexcept override {
    if (SUCCEEDED(result->hrResult)) Problem("OnError without a failure");
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE, LPSTR, HRESULT, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override {
    const OfTest of_test;
    std::lock_guard<std::mutex> lock(host_.mutex_);
    if (response->dwContext >= static_cast<DWORD>(host_.count_)) {
      Problem("a response to message %u, which was never posted", response->dwContext);
      return S_OK;
    }
    Message& message = host_.messages_[response->dwContext];
    if (message.ends > 0) Problem("a response to message %u after its final one", response->dwContext);
    if (!response->fDone) return S_OK;
    ++message.ends;
    message.hr = response->rIxpResult.hrResult;
    if (message.stream && message.stream->Taken() != 0)
      Problem("%d references on stream %u in its final response", message.stream->Taken(),
              response->dwContext);
    host_.changed_.notify_all();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND*) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS*, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT*, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON*, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG, DWORD, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }

 private:
  Host& host_;
  const bool extended_;
};

Host::Host(const Serving& serving) : serving_(serving), live_before_(Live()) {
  of_test_.emplace();
  server_ = ServerStart();
  if (!server_) std::abort();
  if (serving.logon) ServerDemandLogon(server_, serving.logon);
  if (serving.first_answer) ServerAnswer(server_, {serving.first_answer, 0, 0, 0, 0});
  for (int i = 0; serving.silent && i < kMaxPosts; ++i) ServerAnswer(server_, {nullptr, 0, 0, 0, 1});
}

Host::~Host() { Settle(); }

const char* Host::Url(const char* path) { return ServerUrl(server_, path); }

// A refusal is a failure, and says that there was no memory when that was it.
bool Host::Refused(const char* call, HRESULT hr) {
  if (SUCCEEDED(hr)) return false;
  if (!FirstFailed()) Problem("%s answers 0x%08X, and nothing failed", call, static_cast<unsigned>(hr));
  return true;
}

bool Host::Made(HRESULT hr, const char* call) { return !Refused(call, hr); }

bool Host::InitNew(bool extended, const char* log) {
  callback_ = new Callback(*this, extended);
  const OfLibrary of_library;
  return Made(transport_->QueryInterface(IID_IImnxportTransport, extension_.PutVoid()), "QueryInterface") &&
         Made(transport_->InitNew("torture", log, callback_), "InitNew");
}

bool Host::Open(bool extended, const char* log) {
  {
    const OfLibrary of_library;
    ComPtr<IClassFactory> factory;
    if (!Made(GetClassObject(CLSID_IHTTPMailTransport, IID_IClassFactory, factory.PutVoid()),
              "GetClassObject") ||
        !Made(factory->CreateInstance(nullptr, IID_IHTTPMailTransport, transport_.PutVoid()),
              "CreateInstance"))
      return false;
  }
  return InitNew(extended, log);
}

bool Host::OpenForeign() {
  {
    const OfLibrary of_library;
    if (!Made(CreateTransport(IID_IHTTPMailTransport, inner_.PutVoid()), "CreateTransport")) return false;
    const auto make = [this](std::weak_ptr<Session> session) {
      auto apartment = MakeApartmentThread();
      if (!apartment) throw std::bad_alloc();
      return ForeignRunner::Make(std::move(session), std::move(apartment), SourceOfPointer(inner_.Get()),
                                 nullptr);
    };
    if (!Made(MakeTransport(make, IID_IHTTPMailTransport, transport_.PutVoid()), "MakeTransport"))
      return false;
  }
  return InitNew(true, nullptr);
}

bool Host::Connect(const char* user, const char* password, bool log_commands) {
  INETSERVER server{};
  server.dwFlags = 0;
  std::strcpy(server.szServerName, Url("/"));
  std::strcpy(server.szUserName, user);
  std::strcpy(server.szPassword, password);
  const OfLibrary of_library;
  return Made(transport_->Connect(&server, TRUE, log_commands ? TRUE : FALSE), "Connect");
}

bool Host::Configure(const IMNXPORT_OPTIONS& options) {
  const OfLibrary of_library;
  return Made(extension_->Configure(&options), "Configure");
}

ComPtr<IStream> Host::MakeBody(Body body, Message& message) {
  if (body == Body::kBlocking || body == Body::kUnknownLength) {
    message.stream = new Stream(message.size, body == Body::kBlocking);
    return ComPtr<IStream>::Attach(message.stream);
  }
  if (body == Body::kMemory) {
    std::vector<uint8_t> bytes(message.size);
    for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(ByteAt(i));
    const OfLibrary of_library;
    ComPtr<IStream> stream = MakeMemoryStream(std::move(bytes));
    if (!stream) Refused("MakeMemoryStream", E_OUTOFMEMORY);
    return stream;
  }
  char path[] = "/tmp/imnxport-torture-XXXXXX";
  const int descriptor = mkstemp(path);
  std::FILE* const file = fdopen(descriptor, "wb");
  for (size_t i = 0; i < message.size; ++i) std::fputc(ByteAt(i), file);
  std::fclose(file);
  ComPtr<IStream> stream;
  {
    const OfLibrary of_library;
    Refused("MakeFileStream", MakeFileStream(path, 0, kToEndOfFile, stream.Put()));
  }
  std::remove(path);
  return stream;
}

bool Host::Post(Body body, size_t size, const char* path, IMNXPORT_POST* post) {
  const int number = count_;
  Message& message = messages_[number];
  char own[32];
  std::snprintf(own, sizeof own, "/inbox/%d", number);
  const char* const url = Url(path ? path : own);
  message.size = size;
  message.path = Url(own) + std::strlen(Url(""));
  message.body = MakeBody(body, message);
  if (!message.body) return false;
  {
    // A response may come before the call has returned.
    std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    message.accepted = true;
  }
  HRESULT hr;
  {
    const OfLibrary of_library;
    if (post) {
      post->dwContext = static_cast<DWORD>(number);
      hr = extension_->Post(url, message.body.Get(), post, &token_);
    } else {
      hr = transport_->CommandPOST(url, message.body.Get(), "message/rfc822", static_cast<DWORD>(number));
    }
  }
  if (!Refused("CommandPOST", hr)) return true;
  if (message.stream && message.stream->Taken() != 0) Problem("a refused message keeps its stream");
  std::lock_guard<std::mutex> lock(mutex_);
  message.accepted = false;
  return false;
}

void Host::Cancel() {
  const OfLibrary of_library;
  (void)extension_->Cancel(token_, E_ABORT);
}

void Host::Drop() {
  const OfLibrary of_library;
  (void)Made(transport_->DropConnection(), "DropConnection");
}

int Host::OwedLocked() const {
  int owed = 0;
  for (int i = 0; i < count_; ++i) owed += messages_[i].accepted && messages_[i].ends == 0;
  return owed;
}

void Host::Wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return OwedLocked() == 0; }))
    Problem("%d final responses do not come", OwedLocked());
}

void Host::WaitForHead(int count) {
  const bool came = Eventually([&] {
    std::lock_guard<std::mutex> lock(mutex_);
    return ServerRequests(server_) >= count || OwedLocked() < count_;
  });
  if (!came) Problem("neither a request nor a response comes");
}

// How often the server has the message whole and has said that it took it.
int Host::TakenByServer(const Message& message) {
  int taken = 0;
  for (int i = 0; i < ServerRequests(server_); ++i) {
    const Request* const request = ServerWaitEnd(server_, i);
    if (!request || !request->complete || serving_.silent) continue;
    if (std::strcmp(RequestTarget(request), message.path) != 0) continue;
    if (serving_.logon && !RequestField(request, "Authorization")) continue;
    ++taken;
    bool same = request->body_size == message.size;
    for (size_t at = 0; same && at < message.size; ++at) same = request->body[at] == ByteAt(at);
    if (!same) Problem("the server has another body than was posted: %zu bytes", request->body_size);
  }
  return taken;
}

void Host::Settle() {
  if (!server_) return;
  if (transport_) Wait();
  {
    const OfLibrary of_library;
    extension_.Reset();
    transport_.Reset();
    inner_.Reset();
  }
  for (Message& message : messages_) message.body.Reset();
  if (callback_ && !Eventually([this] { return callback_->Taken() == 0; }))
    Problem("%d references on the callback are left", callback_->Taken());
  if (callback_) callback_->Release();
  callback_ = nullptr;
  if (!Eventually([] {
        const OfLibrary of_library;
        return CanUnloadModule() == S_OK;
      }))
    Problem("objects or threads are left");
  for (int i = 0; i < count_; ++i) {
    const Message& message = messages_[i];
    const int taken = TakenByServer(message);
    const auto hr = static_cast<unsigned>(message.hr);
    if (!message.accepted && taken > 0) Problem("message %d was refused, and sent", i);
    if (!message.accepted && message.ends > 0) Problem("message %d was refused, and has a final response", i);
    if (message.accepted && message.ends != 1) Problem("message %d has %d final responses", i, message.ends);
    if (taken > 1) Problem("the server has message %d %d times", i, taken);
    if (message.accepted && SUCCEEDED(message.hr) && taken != 1)
      Problem("message %d ended with 0x%08X, and the server does not have it", i, hr);
    if (FAILED(message.hr) && !may_fail && !FirstFailed())
      Problem("message %d ended with 0x%08X, and nothing failed", i, hr);
  }
  ServerStop(server_);
  server_ = nullptr;
  of_test_.reset();
  // What the first one leaves is made once in a process.
  static bool first = true;
  if (std::exchange(first, false)) return;
  if (const long left = Live() - live_before_; left != 0) Problem("%ld allocations are left", left);
}

}  // namespace torture
