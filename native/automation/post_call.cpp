// The end of a post, and waiting for it.
#include "automation/post_call.h"

#include <new>

namespace imnxport {
namespace {

// A number is always there; words may be missing when memory is short.
void Keep(LPCSTR text, std::string* kept) noexcept {
  try {
    if (text) *kept = text;
  } catch (const std::bad_alloc&) {
  }
}

}  // namespace

HRESULT PostCallback::Make(ComPtr<PostCallback>* made) noexcept {
  *made = ComPtr<PostCallback>::Attach(new (std::nothrow) PostCallback);
  return *made ? (*made)->ended_.Prepare() : E_OUTOFMEMORY;
}

void PostCallback::Wait(IImnxportTransport* transport, ULONGLONG token) noexcept {
  const HRESULT hr = ended_.Wait(Signal::kForever);
  if (hr == S_OK) return;
  (void)transport->Cancel(token, hr);
  ended_.Block();
}

HRESULT PostCallback::OnPostDone(const IMNXPORT_RESULT* result, IInternetTransport*) noexcept {
  end_.hr = result->hrResult;
  end_.status = static_cast<LONG>(result->uiStatus);
  end_.bytes_sent = static_cast<double>(result->ullSent);
  Keep(result->pszStatusLine, &end_.status_line);
  Keep(result->pszLocation, &end_.location);
  Keep(result->pszProblem, &end_.problem);
  try {
    if (result->pvBody) end_.body.assign(static_cast<const char*>(result->pvBody), result->cbBody);
  } catch (const std::bad_alloc&) {
  }
  return S_OK;
}

// Directly after OnPostDone. Nothing of this object is touched once the signal is set, except through the
// core's own reference.
HRESULT PostCallback::OnResponse(LPHTTPMAILRESPONSE response) noexcept {
  if (response->fDone) ended_.Set();
  return S_OK;
}

}  // namespace imnxport
