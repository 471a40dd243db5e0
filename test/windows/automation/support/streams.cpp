// The streams.
#include "support/streams.h"

#include <cstring>

IStream* SystemStream(const std::string& bytes) {
  IStream* stream = nullptr;
  REQUIRE(CreateStreamOnHGlobal(nullptr, TRUE, &stream) == S_OK);
  ULONG written = 0;
  CHECK_HR(stream->Write(bytes.data(), static_cast<ULONG>(bytes.size()), &written), S_OK);
  return stream;  // at its end: whoever posts it has to rewind it
}

HRESULT ApartmentStream::QueryInterface(REFIID riid, void** ppv) {
  *ppv = riid == IID_IUnknown || riid == IID_IStream || riid == IID_ISequentialStream ? this : nullptr;
  if (!*ppv) return E_NOINTERFACE;
  AddRef();
  return S_OK;
}

void ApartmentStream::Count() {
  ++calls;
  if (GetCurrentThreadId() != thread_) ++strangers;
}

HRESULT ApartmentStream::Read(void* to, ULONG size, ULONG* read) {
  Count();
  const size_t left = bytes_.size() - position_;
  const auto given = static_cast<ULONG>(size < left ? size : left);
  memcpy(to, bytes_.data() + position_, given);
  position_ += given;
  if (read) *read = given;
  return given > 0 ? S_OK : end_;
}

HRESULT ApartmentStream::Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) {
  Count();
  if (move.QuadPart != 0 || origin == STREAM_SEEK_CUR) return STG_E_INVALIDFUNCTION;
  position_ = origin == STREAM_SEEK_END ? bytes_.size() : 0;
  if (position) position->QuadPart = position_;
  return S_OK;
}

HRESULT ScriptObject::QueryInterface(REFIID riid, void** ppv) {
  if (riid == IID_IStream && stream_) return stream_->QueryInterface(riid, ppv);
  *ppv = riid == IID_IUnknown || riid == IID_IDispatch ? this : nullptr;
  if (!*ppv) return E_NOINTERFACE;
  AddRef();
  return S_OK;
}

ULONG ScriptObject::Release() {
  const ULONG left = --references_;
  if (left == 0) {
    if (stream_) stream_->Release();
    delete this;
  }
  return left;
}
