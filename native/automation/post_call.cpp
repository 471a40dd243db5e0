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
  if (!*made) return E_OUTOFMEMORY;
  (*made)->ended_ = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return (*made)->ended_ ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

PostCallback::~PostCallback() {
  if (ended_) CloseHandle(ended_);
}

void PostCallback::Wait(IImnxportTransport* transport, ULONGLONG token) noexcept {
  constexpr DWORD kDispatch = COWAIT_DISPATCH_CALLS | COWAIT_DISPATCH_WINDOW_MESSAGES;
  DWORD index = 0;
  const HRESULT hr = CoWaitForMultipleHandles(kDispatch, INFINITE, 1, &ended_, &index);
  if (SUCCEEDED(hr)) return;
  // A thread without COM has no apartment to keep alive, and no stream that needs it.
  if (hr != CO_E_NOTINITIALIZED) (void)transport->Cancel(token, hr);
  (void)WaitForSingleObject(ended_, INFINITE);
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

// Directly after OnPostDone. Nothing of this object is touched once the event is set, except through the
// core's own reference.
HRESULT PostCallback::OnResponse(LPHTTPMAILRESPONSE response) noexcept {
  if (response->fDone) (void)SetEvent(ended_);
  return S_OK;
}

}  // namespace imnxport
