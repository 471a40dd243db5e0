// Reading a caller's IStream by the rules; streams in the wild implement half of the interface.
#include "stream/stream_reader.h"

namespace imnxport {
namespace {

// A Seek that answers S_OK and never writes the position has not sought.
constexpr ULONGLONG kUntouched = ~0ULL;

}  // namespace

HRESULT StreamReader::Rewind() noexcept {
  LARGE_INTEGER zero{};
  ULARGE_INTEGER position{};
  return stream_->Seek(zero, STREAM_SEEK_SET, &position);
}

HRESULT StreamReader::Open(std::optional<uint64_t> declared) noexcept {
  length_ = declared;
  if (!declared) {
    LARGE_INTEGER zero{};
    ULARGE_INTEGER end{};
    end.QuadPart = kUntouched;
    if (SUCCEEDED(stream_->Seek(zero, STREAM_SEEK_END, &end)) && end.QuadPart != kUntouched) {
      const HRESULT hr = Rewind();
      if (FAILED(hr)) return hr;
      rewindable_ = true;
      length_ = end.QuadPart;
      return S_OK;
    }
  }
  rewindable_ = SUCCEEDED(Rewind());
  if (!length_) length_ = LengthFromStat();
  return S_OK;
}

std::optional<uint64_t> StreamReader::LengthFromStat() noexcept {
  STATSTG stat{};
  if (FAILED(stream_->Stat(&stat, STATFLAG_NONAME)) || stat.cbSize.QuadPart == 0) return std::nullopt;
  return stat.cbSize.QuadPart;
}

HRESULT StreamReader::Read(void* to, uint32_t size, uint32_t* read) noexcept {
  ULONG got = 0;
  const HRESULT hr = stream_->Read(to, size, &got);
  *read = 0;
  if (FAILED(hr)) return hr;
  if (got > size) return E_UNEXPECTED;
  *read = got;
  return got == 0 ? S_FALSE : S_OK;
}

}  // namespace imnxport
