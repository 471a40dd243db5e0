// Streams that a host may pass to the poster.
#pragma once

#include "support/poster_host.h"

// A stream of the system over a copy of the bytes, with one reference.
IStream* SystemStream(const std::string& bytes);

// An object that is IDispatch, as script languages pass objects; it answers IStream when it holds one. One
// reference; it counts those that others hold.
class ScriptObject final : public IDispatch {
 public:
  explicit ScriptObject(IStream* stream) : stream_(stream) {}  // takes over the reference
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override;
  ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() override;
  HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR*, UINT, LCID, DISPID*) override {
    return DISP_E_UNKNOWNNAME;
  }
  HRESULT STDMETHODCALLTYPE Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*,
                                   UINT*) override {
    return DISP_E_MEMBERNOTFOUND;
  }

 private:
  ~ScriptObject() = default;

  ULONG references_ = 1;
  IStream* stream_;
};
