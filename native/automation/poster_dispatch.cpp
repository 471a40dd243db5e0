// IDispatch by way of the type library, ISupportErrorInfo, IProvideClassInfo, and which apartments may call.

#include "automation/poster.h"
#include "automation/type_info.h"

namespace imnxport {

HRESULT HttpMailPoster::QueryInterface(REFIID riid, void** ppv) noexcept {
  if (!ppv) return E_POINTER;
  if (SameGuid(riid, IID_IMarshal)) {
    *ppv = nullptr;
    return marshaler_ ? marshaler_->QueryInterface(riid, ppv) : E_NOINTERFACE;
  }
  // IAgileObject adds no method to IUnknown.
  return ComObject::QueryInterface(SameGuid(riid, IID_IAgileObject) ? IID_IUnknown : riid, ppv);
}

HRESULT HttpMailPoster::TypeInfo(ComPtr<ITypeInfo>* info) noexcept {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    *info = type_info_;
  }
  if (*info) return S_OK;
  const HRESULT hr = LoadOwnTypeInfo(IID_IHttpMailPoster, info);
  if (FAILED(hr)) return hr;
  ComPtr<ITypeInfo> other(*info);  // if two threads load it, one is let go, without the mutex
  std::lock_guard<std::mutex> lock(mutex_);
  std::swap(type_info_, other);
  return S_OK;
}

HRESULT HttpMailPoster::GetTypeInfoCount(UINT* count) noexcept {
  if (!count) return E_POINTER;
  *count = 1;
  return S_OK;
}

HRESULT HttpMailPoster::GetTypeInfo(UINT index, LCID, ITypeInfo** info) noexcept {
  if (!info) return E_POINTER;
  *info = nullptr;
  if (index != 0) return DISP_E_BADINDEX;
  ComPtr<ITypeInfo> own;
  const HRESULT hr = TypeInfo(&own);
  *info = own.Detach();
  return hr;
}

HRESULT HttpMailPoster::GetIDsOfNames(REFIID riid, LPOLESTR* names, UINT count, LCID, DISPID* ids) noexcept {
  if (!SameGuid(riid, IID_NULL)) return DISP_E_UNKNOWNINTERFACE;
  ComPtr<ITypeInfo> info;
  const HRESULT hr = TypeInfo(&info);
  return FAILED(hr) ? hr : DispGetIDsOfNames(info.Get(), names, count, ids);
}

// Conversions, named arguments and EXCEPINFO (from the IErrorInfo that a method leaves) are oleaut32's.
HRESULT HttpMailPoster::Invoke(DISPID id, REFIID riid, LCID, WORD flags, DISPPARAMS* params, VARIANT* result,
                               EXCEPINFO* exception, UINT* bad) noexcept {
  if (!SameGuid(riid, IID_NULL)) return DISP_E_UNKNOWNINTERFACE;
  ComPtr<ITypeInfo> info;
  const HRESULT hr = TypeInfo(&info);
  if (FAILED(hr)) return hr;
  const ComPtr<HttpMailPoster> self(this);  // as in Post
  (void)SetErrorInfo(0, nullptr);
  return DispInvoke(static_cast<IHttpMailPoster*>(this), info.Get(), id, flags, params, result, exception,
                    bad);
}

HRESULT HttpMailPoster::InterfaceSupportsErrorInfo(REFIID riid) noexcept {
  return SameGuid(riid, IID_IHttpMailPoster) ? S_OK : S_FALSE;
}

HRESULT HttpMailPoster::GetClassInfo(ITypeInfo** info) noexcept {
  if (!info) return E_POINTER;
  *info = nullptr;
  ComPtr<ITypeInfo> own;
  const HRESULT hr = LoadOwnTypeInfo(CLSID_HttpMailPoster, &own);
  *info = own.Detach();
  return hr;
}

}  // namespace imnxport
