// Streams that a host may pass to the poster.
#pragma once

#include <atomic>

#include "support/poster_host.h"

// A stream of the system over a copy of the bytes, with one reference.
IStream* SystemStream(const std::string& bytes);

// A stream that only its own thread may call: every call is counted, and those of other threads too. It lives
// on the stack of that thread.
class ApartmentStream : public IStream {
 public:
  // What Read answers after the last byte is `end`, with 0 bytes.
  explicit ApartmentStream(std::string bytes, HRESULT end = S_OK)
      : bytes_(std::move(bytes)), end_(end), thread_(GetCurrentThreadId()) {}

  std::atomic<int> calls{0};
  std::atomic<int> strangers{0};
  std::atomic<ULONG> references{1};

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override;
  ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }
  ULONG STDMETHODCALLTYPE Release() override { return --references; }
  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) override;
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) override;
  HRESULT STDMETHODCALLTYPE Write(const void*, ULONG, ULONG*) override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER) override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*, ULARGE_INTEGER*) override {
    return Refuse();
  }
  HRESULT STDMETHODCALLTYPE Commit(DWORD) override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE Revert() override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG*, DWORD) override { return Refuse(); }
  HRESULT STDMETHODCALLTYPE Clone(IStream**) override { return Refuse(); }

 private:
  void Count();
  HRESULT Refuse() {
    Count();
    return E_NOTIMPL;
  }

  const std::string bytes_;
  const HRESULT end_;
  const DWORD thread_;
  size_t position_ = 0;
};

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
