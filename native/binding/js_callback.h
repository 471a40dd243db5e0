// The transport's callback: copies what it is told and has the JS thread deliver it to the handlers.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "binding/js_link.h"
#include "com/com_object.h"
#include "transport/io_dispatcher.h"

namespace imnxport::binding {

class TransportWrap;

// What JavaScript wants to hear of beside questions and ends. Any thread.
struct Heard {
  std::atomic<bool> status{false};
  std::atomic<bool> progress{false};
};

// Every method may be called on any thread, and does the same at any time: copy, queue, return. Once the
// transport is released, or its environment has ended, what was queued is dropped. Nothing is thrown.
class JsCallback final : public ComObject<Implements<IHTTPMailCallback, ITransportCallback>,
                                          Implements<IImnxportCallback>, Implements<IPromptCallback>> {
 public:
  JsCallback(std::shared_ptr<JsLink<TransportWrap>> link, std::shared_ptr<const Heard> heard) noexcept
      : link_(std::move(link)), heard_(std::move(heard)) {}
  // The transport has let go of it: the JS thread hears of it, unless the transport's wrap was what did it.
  ~JsCallback() override;

  // ITransportCallback. The first three are not reached: IImnxportCallback is asked before, and answers. They
  // answer as nobody at the screen would.
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD* timeout, IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER server,
                                          IInternetTransport* transport) noexcept override;
  INT STDMETHODCALLTYPE OnPrompt(HRESULT error, LPCSTR text, LPCSTR caption, UINT type,
                                 IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS status, IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS status, LPIXPRESULT result,
                                    IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE type, LPSTR line, HRESULT response,
                                      IInternetTransport* transport) noexcept override;

  // IHTTPMailCallback. OnPostProgress and OnPostDone have said it all, with 64 bits.
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override;
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND* window) noexcept override;

  // IImnxportCallback. The two questions are answered later by JavaScript, or at once when it is gone.
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS* progress,
                                           IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT* result,
                                       IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON* logon,
                                           IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG token, DWORD idle_timeout,
                                   IInternetTransport* transport) noexcept override;

 private:
  const std::shared_ptr<JsLink<TransportWrap>> link_;
  const std::shared_ptr<const Heard> heard_;
};

}  // namespace imnxport::binding
