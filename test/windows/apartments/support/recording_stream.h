// An IStream that aggregates nothing and records the thread of every call.
#pragma once

#include <objidl.h>

#include <atomic>
#include <string>

#include "calls.h"
#include "host_thread.h"

namespace host {

// Recorded are "Read", "Seek", "Stat" and "Release" (references left). Anything else is refused.
class RecordingStream final : public IStream {
 public:
  // `agile`: it answers IAgileObject.
  explicit RecordingStream(size_t size, bool agile = false) : size_(size), agile_(agile) {}

  // A Read waits for it, after having opened `reached`. Without pumping.
  Gate* gate = nullptr;
  Gate reached;
  // What a QueryInterface for IMarshal answers with, if not E_NOINTERFACE.
  HRESULT (*on_marshal)(IStream* self, void** ppv) = nullptr;

  const Calls& Record() const { return calls_; }
  ULONG References() const { return references_; }
  bool WaitFree() const;
  // The byte at every position.
  static char ByteAt(size_t position) { return static_cast<char>(position % 251); }

  STDMETHOD(QueryInterface)(REFIID riid, void** ppv) override;
  STDMETHOD_(ULONG, AddRef)() override { return ++references_; }
  STDMETHOD_(ULONG, Release)() override;
  STDMETHOD(Read)(void* to, ULONG size, ULONG* read) override;
  STDMETHOD(Write)(const void*, ULONG, ULONG*) override { return STG_E_ACCESSDENIED; }
  STDMETHOD(Seek)(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) override;
  STDMETHOD(SetSize)(ULARGE_INTEGER) override { return STG_E_ACCESSDENIED; }
  STDMETHOD(CopyTo)(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*, ULARGE_INTEGER*) override { return E_NOTIMPL; }
  STDMETHOD(Commit)(DWORD) override { return E_NOTIMPL; }
  STDMETHOD(Revert)() override { return E_NOTIMPL; }
  STDMETHOD(LockRegion)(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return E_NOTIMPL; }
  STDMETHOD(UnlockRegion)(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return E_NOTIMPL; }
  STDMETHOD(Stat)(STATSTG* stat, DWORD flags) override;
  STDMETHOD(Clone)(IStream** clone) override;

 private:
  const size_t size_;
  const bool agile_;
  size_t position_ = 0;
  std::atomic<ULONG> references_{1};
  Calls calls_;
};

}  // namespace host
