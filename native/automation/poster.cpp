// Post and the properties.
#include "automation/poster.h"

#include <new>
#include <utility>

#include "automation/body.h"
#include "automation/error_text.h"
#include "automation/poster_class.h"
#include "automation/text.h"
#include "com/hresult.h"
#include "transport/transport_class.h"

namespace imnxport {
namespace {

constexpr double kShortestTimeout = 0.001;
constexpr double kLongestTimeout = 4294967;  // in milliseconds it has to fit into a DWORD

bool HasNul(const std::string& text) { return text.find('\0') != std::string::npos; }

}  // namespace

HRESULT CreatePoster(REFIID riid, void** ppv) noexcept {
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  ComPtr<HttpMailPoster> poster;
  const HRESULT hr = HttpMailPoster::Make(&poster);
  return FAILED(hr) ? hr : poster->QueryInterface(riid, ppv);
}

HRESULT HttpMailPoster::Make(ComPtr<HttpMailPoster>* made) noexcept {
  try {
    *made = ComPtr<HttpMailPoster>::Attach(new HttpMailPoster);
    return CoCreateFreeThreadedMarshaler(static_cast<IHttpMailPoster*>(made->Get()),
                                         (*made)->marshaler_.Put());
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailPoster::Post(BSTR Url, VARIANT Body, BSTR ContentType, LONG* Status) noexcept {
  if (!Status) return E_POINTER;
  *Status = 0;
  // A message handler may release the last reference while this waits.
  const ComPtr<HttpMailPoster> self(this);
  try {
    return PostNow(Url, Body, ContentType, Status);
  } catch (...) {
    return Raise(HResultFromException(), "");
  }
}

HRESULT HttpMailPoster::PostNow(BSTR url, const VARIANT& body, BSTR content_type, LONG* status) {
  // Ends what this call has begun, however it is left.
  struct Busy {
    explicit Busy(HttpMailPoster* poster) : poster_(poster) {}
    ~Busy() {
      Running running;  // released without the mutex
      std::lock_guard<std::mutex> lock(poster_->mutex_);
      poster_->busy_ = false;
      std::swap(running, poster_->running_);
    }
    HttpMailPoster* const poster_;
  };

  Settings settings;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (busy_) {
      lock.unlock();
      return Raise(IXP_E_BUSY, "A Post of this object is running; one object posts one message at a time");
    }
    settings = settings_;
    last_ = PostEnd();
    busy_ = true;
  }
  const Busy busy(this);

  const std::string target = Utf8FromBstr(url);
  const std::string type = Utf8FromBstr(content_type);
  if (HasNul(target) || HasNul(type)) return Raise(E_INVALIDARG, "Url or ContentType has a NUL character");
  ComPtr<IStream> stream;
  HRESULT hr = BodyOfVariant(body, &stream);
  if (FAILED(hr)) return hr;
  PostEnd end;
  hr = Send(settings, target, stream.Get(), type, &end);
  if (FAILED(hr)) return hr;

  const std::string words = FAILED(end.hr) ? DescribePost(target, end) : std::string();
  *status = end.status;
  hr = end.hr;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    std::swap(last_, end);
  }
  return FAILED(hr) ? Raise(hr, words) : S_OK;
}

// S_OK: it was posted, and *end says how that ended. A failure has been raised.
HRESULT HttpMailPoster::Send(const Settings& settings, const std::string& url, IStream* body,
                             const std::string& content_type, PostEnd* end) {
  ComPtr<PostCallback> callback;
  ComPtr<IHTTPMailTransport> transport;
  ComPtr<IImnxportTransport> posting;
  HRESULT hr = PostCallback::Make(&callback);
  if (SUCCEEDED(hr)) hr = CreateTransport(IID_IHTTPMailTransport, transport.PutVoid());
  if (SUCCEEDED(hr)) hr = transport->QueryInterface(IID_IImnxportTransport, posting.PutVoid());
  if (FAILED(hr)) return Raise(hr, "The transport cannot be made");
  hr = transport->InitNew(settings.user_agent.c_str(), nullptr, callback.Get());
  if (FAILED(hr)) return Raise(hr, "The transport does not start; UserAgent must have no control characters");

  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwIdleTimeout = static_cast<DWORD>(settings.timeout * 1000);
  if (!settings.credentials.user.empty()) {
    options.pszUser = settings.credentials.user.c_str();
    options.pszPassword = settings.credentials.password.c_str();
  }
  hr = posting->Configure(&options);
  if (FAILED(hr)) return Raise(hr, "User and Password must have no control characters");

  IMNXPORT_POST post{};
  post.cbSize = sizeof post;
  post.pszContentType = content_type.c_str();
  post.ullLength = IMNXPORT_UNKNOWN;
  ULONGLONG token = 0;
  hr = posting->Post(url.c_str(), body, &post, &token);
  if (hr == E_INVALIDARG) {
    return Raise(hr,
                 "Url must be an absolute http or https URL, percent-encoded and without a user name, and "
                 "ContentType must have no control characters: " +
                     ShownUrl(url));
  }
  if (FAILED(hr)) {
    end->hr = hr;
    return Raise(hr, DescribePost(url, *end));
  }
  {
    std::lock_guard<std::mutex> lock(mutex_);
    running_ = {posting, token};
  }
  callback->Wait(posting.Get(), token);
  *end = std::move(callback->End());
  return S_OK;
}

HRESULT HttpMailPoster::Cancel() noexcept {
  Running running;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    running = running_;
  }
  return running.transport ? running.transport->Cancel(running.token, IXP_E_USER_CANCEL) : S_FALSE;
}

// ---- properties -------------------------------------------------------------------------------------

HRESULT HttpMailPoster::PutText(std::string* to, BSTR value) noexcept {
  try {
    std::string text = Utf8FromBstr(value);
    if (HasNul(text)) {
      Wipe(text);
      return Raise(E_INVALIDARG, "A NUL character cannot be sent");
    }
    {
      std::lock_guard<std::mutex> lock(mutex_);
      to->swap(text);
    }
    Wipe(text);  // it may have been a password
    return S_OK;
  } catch (...) {
    return Raise(HResultFromException(), "");
  }
}

HRESULT HttpMailPoster::GetText(const std::string& from, BSTR* value) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return ReturnText(from, value);
}

HRESULT HttpMailPoster::get_UserAgent(BSTR* Value) noexcept { return GetText(settings_.user_agent, Value); }
HRESULT HttpMailPoster::put_UserAgent(BSTR Value) noexcept { return PutText(&settings_.user_agent, Value); }
HRESULT HttpMailPoster::get_User(BSTR* Value) noexcept { return GetText(settings_.credentials.user, Value); }
HRESULT HttpMailPoster::put_User(BSTR Value) noexcept { return PutText(&settings_.credentials.user, Value); }
HRESULT HttpMailPoster::put_Password(BSTR Value) noexcept {
  return PutText(&settings_.credentials.password, Value);
}
HRESULT HttpMailPoster::get_Location(BSTR* Value) noexcept { return GetText(last_.location, Value); }
HRESULT HttpMailPoster::get_ResponseText(BSTR* Value) noexcept { return GetText(last_.body, Value); }

HRESULT HttpMailPoster::get_Timeout(double* Value) noexcept {
  if (!Value) return E_POINTER;
  std::lock_guard<std::mutex> lock(mutex_);
  *Value = settings_.timeout;
  return S_OK;
}

HRESULT HttpMailPoster::put_Timeout(double Value) noexcept {
  // Written so that a NaN is refused too.
  if (!(Value >= kShortestTimeout && Value <= kLongestTimeout)) {
    return Raise(E_INVALIDARG, "Timeout is in seconds, from 0.001 to 4294967");
  }
  std::lock_guard<std::mutex> lock(mutex_);
  settings_.timeout = Value;
  return S_OK;
}

HRESULT HttpMailPoster::get_LastStatus(LONG* Value) noexcept {
  if (!Value) return E_POINTER;
  std::lock_guard<std::mutex> lock(mutex_);
  *Value = last_.status;
  return S_OK;
}

HRESULT HttpMailPoster::get_BytesSent(double* Value) noexcept {
  if (!Value) return E_POINTER;
  std::lock_guard<std::mutex> lock(mutex_);
  *Value = last_.bytes_sent;
  return S_OK;
}

}  // namespace imnxport
