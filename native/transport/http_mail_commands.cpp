// InitNew and the POST, by both of its names.
#include <cstring>

#include "com/hresult.h"
#include "http/headers.h"
#include "transport/http_mail_transport.h"

namespace imnxport {

HRESULT HttpMailTransport::InitNew(LPCSTR pszUserAgent, LPCSTR pszLogFilePath,
                                   IHTTPMailCallback* pCallback) noexcept {
  try {
    if (!pszUserAgent || !pCallback || !HasNoControls(pszUserAgent)) return E_INVALIDARG;
    return session_->InitNew(pszUserAgent, pszLogFilePath, pCallback);
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailTransport::CommandPOST(LPCSTR pszPath, IStream* pStream, LPCSTR pszContentType,
                                       DWORD dwContext) noexcept {
  IMNXPORT_POST post{};
  post.cbSize = sizeof post;
  post.dwContext = dwContext;
  post.pszContentType = pszContentType;
  post.ullLength = IMNXPORT_UNKNOWN;
  return Post(pszPath, pStream, &post, nullptr);
}

// ---- IImnxportTransport -----------------------------------------------------------------------------

HRESULT HttpMailTransport::Post(LPCSTR pszUrl, IStream* pStream, const IMNXPORT_POST* pPost,
                                ULONGLONG* pullToken) noexcept {
  try {
    if (!pszUrl || !pStream) return E_INVALIDARG;
    PostOptions options;
    const HRESULT hr = ReadPostOptions(pszUrl, session_->IsLastUrl(pszUrl), pPost, &options);
    if (FAILED(hr)) return hr;
    uint64_t token = 0;
    const HRESULT posted = session_->Post(std::move(options), pStream, &token);
    if (SUCCEEDED(posted) && pullToken) *pullToken = token;
    return posted;
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailTransport::Configure(const IMNXPORT_OPTIONS* pOptions) noexcept {
  try {
    TransportOptions options;
    const HRESULT hr = ReadTransportOptions(pOptions, &options);
    return FAILED(hr) ? hr : session_->Configure(std::move(options));
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailTransport::Cancel(ULONGLONG ullToken, HRESULT hrReason) noexcept {
  return FAILED(hrReason) ? session_->Cancel(ullToken, hrReason) : E_INVALIDARG;
}

HRESULT HttpMailTransport::AnswerLogon(ULONGLONG ullToken, HRESULT hrAnswer, LPCSTR pszUser,
                                       LPCSTR pszPassword) noexcept {
  try {
    Credentials credentials;
    if (hrAnswer == S_OK) {
      if (!pszUser || !pszPassword || !HasNoControls(pszUser) || !HasNoControls(pszPassword))
        return E_INVALIDARG;
      credentials.user = pszUser;
      credentials.password = pszPassword;
    }
    return session_->AnswerLogon(ullToken, hrAnswer, std::move(credentials));
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailTransport::AnswerIdle(ULONGLONG ullToken, HRESULT hrAnswer, DWORD dwIdleTimeout) noexcept {
  return session_->AnswerIdle(ullToken, hrAnswer, dwIdleTimeout);
}

}  // namespace imnxport
