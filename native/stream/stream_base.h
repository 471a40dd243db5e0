// What all body streams of ours share: they are agile, and refuse whatever would change them.
#pragma once

#include "com/com_object.h"
#include "com/marshaler.h"

namespace imnxport {

// Base of our IStreams. It refuses every optional method; a stream overrides what it can do. `Others` are
// Implements<...> of further interfaces. Source of the error codes: the public IStream documentation.
template <class... Others>
class StreamBase : public ComObject<Implements<IStream, ISequentialStream>, Others...> {
  using Base = ComObject<Implements<IStream, ISequentialStream>, Others...>;

 public:
  // Our streams may be called on any thread, and are the same pointer in every apartment. Otherwise a stream
  // that is posted, or marshalled, from a single-threaded apartment, as Electron's main thread is, would be
  // read through a proxy into that apartment.
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    const HRESULT hr = Base::QueryInterface(riid, ppv);
    return hr == E_NOINTERFACE ? marshaler_.Query(static_cast<IStream*>(this), riid, ppv) : hr;
  }

  HRESULT STDMETHODCALLTYPE Read(void*, ULONG, ULONG* read) noexcept override {
    return None(read, E_NOTIMPL);
  }
  HRESULT STDMETHODCALLTYPE Write(const void*, ULONG, ULONG* written) noexcept override {
    return None(written, STG_E_ACCESSDENIED);
  }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER, DWORD, ULARGE_INTEGER*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER) noexcept override { return STG_E_ACCESSDENIED; }
  HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*,
                                   ULARGE_INTEGER*) noexcept override {
    return E_NOTIMPL;
  }
  // Nothing is ever changed, so there is nothing to make final or to take back.
  HRESULT STDMETHODCALLTYPE Commit(DWORD) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE Revert() noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) noexcept override {
    return STG_E_INVALIDFUNCTION;
  }
  HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) noexcept override {
    return STG_E_INVALIDFUNCTION;
  }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG*, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Clone(IStream** clone) noexcept override {
    if (clone) *clone = nullptr;
    return E_NOTIMPL;
  }

 private:
  LateMarshaler marshaler_;

  static HRESULT None(ULONG* count, HRESULT hr) noexcept {
    if (count) *count = 0;
    return hr;
  }
};

}  // namespace imnxport
