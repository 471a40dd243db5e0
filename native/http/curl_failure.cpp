// CURLcode → HRESULT (behaviour 5.4).
#include "http/curl_failure.h"

#include <cstring>

#include "http/certificates.h"

namespace imnxport {
namespace {

// libcurl says the same of a connection that broke and of bytes that it could not make sense of. Behind the
// first there is an error of the system, or a TLS library that has its name in the complaint.
HRESULT HResultOfReceive(CURL* easy, const char* said) noexcept {
  long system_error = 0;
  const char* scheme = nullptr;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &system_error);
  curl_easy_getinfo(easy, CURLINFO_SCHEME, &scheme);
  const bool https = scheme && (scheme[0] | 0x20) == 'h' && std::strlen(scheme) == 5;
  const bool tls = https && (!said || !said[0] || std::strstr(said, "SSL") || std::strstr(said, "schannel"));
  return system_error != 0 || tls ? IXP_E_CONNECTION_DROPPED : IXP_E_CONN_RECV;
}

}  // namespace

HRESULT HResultOfCurl(CURLcode result, CURL* easy, const char* said) noexcept {
  switch (result) {
    case CURLE_OK:
      return S_OK;
    case CURLE_OUT_OF_MEMORY:
      return E_OUTOFMEMORY;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return IXP_E_CANT_FIND_HOST;
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
    case CURLE_PROXY:
      return IXP_E_FAILED_TO_CONNECT;
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_FAIL_REWIND:
      return IXP_E_CONNECTION_DROPPED;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_TOO_LARGE:
    case CURLE_HTTP2:
      return IXP_E_CONN_RECV;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
      return HResultOfTls(result, easy, said);
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return IXP_E_SECURE_CONNECT_FAILED;
    case CURLE_RECV_ERROR:
      return HResultOfReceive(easy, said);
    case CURLE_OPERATION_TIMEDOUT:
      return IXP_E_TIMEOUT;
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
      return IXP_E_HTTP_UNAUTHORIZED;
    default:
      return IXP_E_CONN;
  }
}

}  // namespace imnxport
