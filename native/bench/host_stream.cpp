// Reading, seeking and measuring a host's stream.
#include "bench/host_stream.h"

#include <algorithm>
#include <cstring>

namespace imnxport {

HRESULT HostStream::QueryInterface(REFIID riid, void** ppv) noexcept {
  // IAgileObject has no methods of its own.
  const bool wanted = script_.agile && SameGuid(riid, IID_IAgileObject);
  return ComObject::QueryInterface(wanted ? IID_IUnknown : riid, ppv);
}

HRESULT HostStream::Read(void* pv, ULONG cb, ULONG* pcbRead) noexcept {
  if (pcbRead) *pcbRead = 0;
  if (!pv) return STG_E_INVALIDPOINTER;
  std::lock_guard<std::mutex> lock(mutex_);
  const uint64_t end = std::min(script_.size, script_.fail_at.value_or(UINT64_MAX));
  const uint64_t left = end > position_ ? end - position_ : 0;
  if (left == 0 && script_.fail_at && position_ >= *script_.fail_at) return script_.fail;
  const auto count = static_cast<ULONG>(std::min<uint64_t>(left, cb));
  auto* const bytes = static_cast<uint8_t*>(pv);
  for (ULONG i = 0; i < count; ++i) bytes[i] = script_.pattern[(position_ + i) % script_.pattern.size()];
  position_ += count;
  if (pcbRead) *pcbRead = script_.too_much ? cb + 1 : count;
  return script_.ends_with_false && position_ >= script_.size ? S_FALSE : S_OK;
}

HRESULT HostStream::Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) noexcept {
  if (!script_.seeks) return E_NOTIMPL;
  std::lock_guard<std::mutex> lock(mutex_);
  const uint64_t from = origin == STREAM_SEEK_SET ? 0 : origin == STREAM_SEEK_CUR ? position_ : script_.size;
  if (origin > STREAM_SEEK_END) return STG_E_INVALIDFUNCTION;
  const uint64_t target = from + static_cast<uint64_t>(move.QuadPart);
  if (move.QuadPart < 0 && target > from) return STG_E_INVALIDFUNCTION;  // before the beginning
  position_ = target;
  if (position) position->QuadPart = target;
  return S_OK;
}

HRESULT HostStream::Stat(STATSTG* stat, DWORD) noexcept {
  if (!stat) return STG_E_INVALIDPOINTER;
  if (!script_.seeks && !script_.stat) return E_NOTIMPL;
  std::memset(stat, 0, sizeof *stat);
  stat->type = STGTY_STREAM;
  stat->cbSize.QuadPart = script_.stat.value_or(script_.size);
  return S_OK;
}

}  // namespace imnxport
