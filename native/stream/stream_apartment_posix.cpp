// Off Windows there are no apartments: every stream is called as it is.
#include "stream/stream_apartment.h"

namespace imnxport {

bool BelongsToThisThread(IStream*) noexcept { return false; }

HRESULT RegisterStream(IStream*, DWORD* cookie) noexcept {
  *cookie = 0;
  return S_OK;
}

HRESULT GetRegisteredStream(DWORD, ComPtr<IStream>*) noexcept { return E_INVALIDARG; }

void RevokeStream(DWORD) noexcept {}

}  // namespace imnxport
