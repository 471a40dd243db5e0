// The stream of a host for tests of any transport: bytes that come again and again, with whatever oddity is
// asked for.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "abi/imnxport.h"
#include "com/com_object.h"

namespace imnxport {

struct StreamScript {
  std::vector<uint8_t> pattern;  // is repeated up to `size`; not empty unless that is 0
  uint64_t size = 0;             // how many bytes it gives
  bool seeks = true;             // false: every Seek is E_NOTIMPL
  // The length that Stat tells; none: Stat is E_NOTIMPL, but for one that seeks.
  std::optional<uint64_t> stat;
  std::optional<uint64_t> fail_at;  // a Read from there on answers `fail`
  HRESULT fail = E_FAIL;
  bool ends_with_false = false;  // a Read that comes to the end answers S_FALSE
  bool too_much = false;         // Read says that it gave more than was asked for
  bool agile = false;            // answers IAgileObject
};

// Any thread, one call after another. Unless it is to be agile it answers no interface but its own; so on
// Windows it belongs to the apartment that it is posted from.
class HostStream final : public ComObject<Implements<IStream, ISequentialStream>> {
 public:
  explicit HostStream(StreamScript script) : script_(std::move(script)) {}

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override;
  HRESULT STDMETHODCALLTYPE Read(void* pv, ULONG cb, ULONG* pcbRead) noexcept override;
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin,
                                 ULARGE_INTEGER* position) noexcept override;
  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD flag) noexcept override;

  HRESULT STDMETHODCALLTYPE Write(const void*, ULONG, ULONG*) noexcept override { return STG_E_ACCESSDENIED; }
  HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER) noexcept override { return STG_E_ACCESSDENIED; }
  HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*,
                                   ULARGE_INTEGER*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE Commit(DWORD) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE Revert() noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) noexcept override {
    return STG_E_INVALIDFUNCTION;
  }
  HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) noexcept override {
    return STG_E_INVALIDFUNCTION;
  }
  HRESULT STDMETHODCALLTYPE Clone(IStream** clone) noexcept override {
    if (clone) *clone = nullptr;
    return E_NOTIMPL;
  }

 private:
  const StreamScript script_;
  std::mutex mutex_;  // guards what follows
  uint64_t position_ = 0;
};

}  // namespace imnxport
