// Reading a caller's IStream by the rules; streams in the wild implement half of the interface.
#include "stream/stream_reader.h"

namespace imnxport {
namespace {

// A Seek that answers S_OK and never writes the position has not sought.
constexpr ULONGLONG kUntouched = ~0ULL;

}  // namespace

HRESULT StreamReader::Seek(DWORD origin, uint64_t* position) noexcept {
  if (stopped_.load()) return E_ABORT;
  LARGE_INTEGER zero{};
  ULARGE_INTEGER reached{};
  reached.QuadPart = kUntouched;
  const HRESULT hr = stream_.Stream()->Seek(zero, origin, &reached);
  *position = reached.QuadPart;
  return SUCCEEDED(hr) && reached.QuadPart == kUntouched ? STG_E_SEEKERROR : hr;
}

HRESULT StreamReader::Rewind() noexcept {
  uint64_t position = kUntouched;
  const HRESULT hr = Seek(STREAM_SEEK_SET, &position);
  // A stream that says that it is somewhere else would be posted in part.
  return SUCCEEDED(hr) && position != 0 ? STG_E_SEEKERROR : hr;
}

HRESULT StreamReader::Open(std::optional<uint64_t> declared) noexcept {
  length_ = declared;
  if (stopped_.load()) return E_ABORT;
  const HRESULT reached = stream_.Connect();
  if (FAILED(reached)) return reached;
  uint64_t end = 0;
  if (!declared && SUCCEEDED(Seek(STREAM_SEEK_END, &end))) {
    const HRESULT hr = Rewind();
    if (FAILED(hr)) return hr;
    rewindable_ = true;
    length_ = end;
    return S_OK;
  }
  rewindable_ = SUCCEEDED(Rewind());
  return length_ ? S_OK : LengthFromStat();
}

// A stream that does not tell has no known length; that is no failure.
HRESULT StreamReader::LengthFromStat() noexcept {
  if (stopped_.load()) return E_ABORT;
  STATSTG stat{};
  if (SUCCEEDED(stream_.Stream()->Stat(&stat, STATFLAG_NONAME)) && stat.cbSize.QuadPart != 0)
    length_ = stat.cbSize.QuadPart;
  return S_OK;
}

HRESULT StreamReader::Read(void* to, uint32_t size, uint32_t* read) noexcept {
  if (stopped_.load()) return E_ABORT;
  ULONG got = 0;
  const HRESULT hr = stream_.Stream()->Read(to, size, &got);
  *read = 0;
  if (FAILED(hr)) return hr;
  if (got > size) return E_UNEXPECTED;
  *read = got;
  return got == 0 ? S_FALSE : S_OK;
}

}  // namespace imnxport
