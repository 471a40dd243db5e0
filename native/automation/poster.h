// Imnxport.HttpMailPoster: the automation object. It is a client of the core like any other, and has no
// policy.
#pragma once

#include <windows.h>
#include <ocidl.h>

#include <mutex>
#include <string>

#include "abi/imnxport_automation.h"
#include "automation/post_call.h"
#include "com/com_object.h"
#include "com/com_ptr.h"
#include "http/secret.h"

namespace imnxport {

IMNXPORT_INTERFACE_ID(IDispatch)
IMNXPORT_INTERFACE_ID(IHttpMailPoster)
IMNXPORT_INTERFACE_ID(IProvideClassInfo)
IMNXPORT_INTERFACE_ID(ISupportErrorInfo)

// Agile: it keeps no pointer that belongs to an apartment. A stream is held by the core during Post only,
// which sees to its apartment. All methods may be called on any thread; the mutex is held in none of the
// calls out.
class HttpMailPoster final : public ComObject<Implements<IHttpMailPoster, IDispatch>,
                                              Implements<ISupportErrorInfo>, Implements<IProvideClassInfo>> {
 public:
  // E_OUTOFMEMORY and others of CoCreateFreeThreadedMarshaler.
  static HRESULT Make(ComPtr<HttpMailPoster>* made) noexcept;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override;

  // IDispatch, ISupportErrorInfo, IProvideClassInfo: poster_dispatch.cpp.
  HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT* count) noexcept override;
  HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT index, LCID, ITypeInfo** info) noexcept override;
  HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID riid, LPOLESTR* names, UINT count, LCID,
                                          DISPID* ids) noexcept override;
  HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID riid, LCID, WORD flags, DISPPARAMS* params,
                                   VARIANT* result, EXCEPINFO* exception, UINT* bad) noexcept override;
  HRESULT STDMETHODCALLTYPE InterfaceSupportsErrorInfo(REFIID riid) noexcept override;
  HRESULT STDMETHODCALLTYPE GetClassInfo(ITypeInfo** info) noexcept override;

  // IHttpMailPoster: imnxport_automation.h says what they do.
  HRESULT STDMETHODCALLTYPE Post(BSTR Url, VARIANT Body, BSTR ContentType, LONG* Status) noexcept override;
  HRESULT STDMETHODCALLTYPE Cancel() noexcept override;
  HRESULT STDMETHODCALLTYPE get_UserAgent(BSTR* Value) noexcept override;
  HRESULT STDMETHODCALLTYPE put_UserAgent(BSTR Value) noexcept override;
  HRESULT STDMETHODCALLTYPE get_User(BSTR* Value) noexcept override;
  HRESULT STDMETHODCALLTYPE put_User(BSTR Value) noexcept override;
  HRESULT STDMETHODCALLTYPE put_Password(BSTR Value) noexcept override;
  HRESULT STDMETHODCALLTYPE get_Timeout(double* Value) noexcept override;
  HRESULT STDMETHODCALLTYPE put_Timeout(double Value) noexcept override;
  HRESULT STDMETHODCALLTYPE get_LastStatus(LONG* Value) noexcept override;
  HRESULT STDMETHODCALLTYPE get_Location(BSTR* Value) noexcept override;
  HRESULT STDMETHODCALLTYPE get_BytesSent(double* Value) noexcept override;
  HRESULT STDMETHODCALLTYPE get_ResponseText(BSTR* Value) noexcept override;

 private:
  struct Settings {
    std::string user_agent = "imnxport";
    Credentials credentials;
    double timeout = 60;
  };
  // What a running Post can be cancelled by; `transport` is null before the core has accepted it.
  struct Running {
    ComPtr<IImnxportTransport> transport;
    ULONGLONG token = 0;
  };

  HttpMailPoster() = default;
  ~HttpMailPoster() override = default;

  HRESULT PostNow(BSTR url, const VARIANT& body, BSTR content_type, LONG* status);
  HRESULT Send(const Settings& settings, const std::string& url, IStream* body,
               const std::string& content_type, PostEnd* end);
  HRESULT TypeInfo(ComPtr<ITypeInfo>* info) noexcept;
  // Sets or gets a text under the mutex, without a copy between that could fail half-way.
  HRESULT PutText(std::string* to, BSTR value) noexcept;
  HRESULT GetText(const std::string& from, BSTR* value) noexcept;

  std::mutex mutex_;
  // Guarded by mutex_:
  Settings settings_;
  PostEnd last_;
  Running running_;
  bool busy_ = false;
  ComPtr<ITypeInfo> type_info_;  // loaded when it is first asked for

  ComPtr<IUnknown> marshaler_;  // the system's free-threaded one, aggregated
};

}  // namespace imnxport
