// A stream that records.
#include "recording_stream.h"

#include <algorithm>

namespace host {

bool RecordingStream::WaitFree() const {
  return calls_.Wait([this](const std::vector<Call>&) { return references_ == 1; });
}

STDMETHODIMP RecordingStream::QueryInterface(REFIID riid, void** ppv) {
  *ppv = nullptr;
  if (on_marshal && riid == IID_IMarshal) return on_marshal(this, ppv);
  if (riid == IID_IUnknown || riid == IID_ISequentialStream || riid == IID_IStream ||
      (agile_ && riid == IID_IAgileObject)) {
    *ppv = static_cast<IStream*>(this);
  }
  if (!*ppv) return E_NOINTERFACE;
  AddRef();
  return S_OK;
}

STDMETHODIMP_(ULONG) RecordingStream::Release() {
  const ULONG left = --references_;
  calls_.Add("Release", static_cast<long>(left));
  return left;
}

STDMETHODIMP RecordingStream::Read(void* to, ULONG size, ULONG* read) {
  calls_.Add("Read", static_cast<long>(size));
  if (gate) {
    reached.Open();
    gate->Wait();
  }
  const size_t left = size_ - std::min(position_, size_);
  const ULONG count = static_cast<ULONG>(std::min<size_t>(left, size));
  for (ULONG i = 0; i < count; ++i) static_cast<char*>(to)[i] = ByteAt(position_ + i);
  position_ += count;
  if (read) *read = count;
  return count == size ? S_OK : S_FALSE;
}

STDMETHODIMP RecordingStream::Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) {
  calls_.Add("Seek", static_cast<long>(origin));
  const size_t from = origin == STREAM_SEEK_END ? size_ : origin == STREAM_SEEK_CUR ? position_ : 0;
  position_ = from + static_cast<size_t>(move.QuadPart);
  if (position) position->QuadPart = position_;
  return S_OK;
}

STDMETHODIMP RecordingStream::Stat(STATSTG* stat, DWORD) {
  calls_.Add("Stat", 0);
  *stat = {};
  stat->type = STGTY_STREAM;
  stat->cbSize.QuadPart = size_;
  return S_OK;
}

STDMETHODIMP RecordingStream::Clone(IStream** clone) {
  *clone = nullptr;
  return E_NOTIMPL;
}

}  // namespace host
