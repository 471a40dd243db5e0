// The callback of a host for tests of any transport: answers as it was told to, and says what it was called
// with.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "abi/imnxport.h"
#include "com/com_object.h"

namespace imnxport {

// An argument of a call: NULL, a BOOL, a number, text. Text is a copy.
using CallField = std::variant<std::nullptr_t, bool, double, std::string>;

// A call that the transport made.
struct CallbackCall {
  const char* method;                                     // OnResponse
  uint32_t thread;                                        // the system's number of the thread that calls
  std::vector<std::pair<const char*, CallField>> fields;  // by the names of the documentation
  HRESULT answer;                                         // or what OnPrompt returned
};

// Any thread, before the call is answered. May throw std::bad_alloc, which is what the transport is answered
// then.
using CallbackListener = std::function<void(CallbackCall)>;

struct LogonAnswer {
  std::string user;
  std::string password;
};

// What a host calls from inside a callback.
enum class InsideFinal { kNothing, kHandsOffCallback, kDropConnection, kRelease };

// Answers are given one after another, the last one for good. Without any: S_FALSE.
struct CallbackScript {
  std::vector<std::optional<DWORD>> timeouts;        // seconds to wait on; none: S_FALSE
  std::vector<std::optional<LogonAnswer>> logons;    // what is entered; none: S_FALSE
  HRESULT answer = S_OK;                             // of all that only tells something
  InsideFinal inside_final = InsideFinal::kNothing;  // called on pTransport inside the final OnResponse
};

// Called by any thread of the transport; a call is answered right there. Answers no interface but its own: it
// is the callback of a host that has never heard of this project.
class HostCallback final : public ComObject<Implements<IHTTPMailCallback, ITransportCallback>> {
 public:
  HostCallback(CallbackScript script, CallbackListener listener)
      : script_(std::move(script)), listener_(std::move(listener)) {}

  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD* pdwTimeout, IInternetTransport* pTransport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER pInetServer,
                                          IInternetTransport* pTransport) noexcept override;
  INT STDMETHODCALLTYPE OnPrompt(HRESULT hrError, LPCSTR pszText, LPCSTR pszCaption, UINT uType,
                                 IInternetTransport* pTransport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS ixpstatus, IInternetTransport* pTransport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS ixpstatus, LPIXPRESULT pResult,
                                    IInternetTransport* pTransport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE cmdtype, LPSTR pszLine, HRESULT hrResponse,
                                      IInternetTransport* pTransport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE pResponse) noexcept override;
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND* phwndParent) noexcept override;

 private:
  template <class Answer>
  const Answer* Next(const std::vector<std::optional<Answer>>& answers, size_t* given) noexcept;

  const CallbackScript script_;
  const CallbackListener listener_;
  std::mutex mutex_;  // guards what follows; calls may come from several threads
  size_t timeouts_given_ = 0;
  size_t logons_given_ = 0;
};

}  // namespace imnxport
