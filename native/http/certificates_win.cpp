// Certificates on Windows: Schannel verifies by the system's store, or libcurl by a given authority with it.
#include <initializer_list>
#include <new>
#include <string_view>

#include "http/certificates.h"

namespace imnxport {
namespace {

bool Mentions(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

bool TrustSystemCertificates(CURL*, Peer) { return true; }

// Otherwise an authority that publishes no list of what it revoked, as that of a company rarely does, or
// whose list cannot be reached, could not be used at all. Browsers do the same.
void SetUpRevocation(CURL* easy, Peer peer) {
  const CURLoption option = peer == Peer::kServer ? CURLOPT_SSL_OPTIONS : CURLOPT_PROXY_SSL_OPTIONS;
  if (curl_easy_setopt(easy, option, static_cast<long>(CURLSSLOPT_REVOKE_BEST_EFFORT)) ==
      CURLE_OUT_OF_MEMORY) {
    throw std::bad_alloc();
  }
}

// libcurl has one number for all refusals and no CURLINFO_SSL_VERIFYRESULT here. Its words are those of
// lib/vtls/schannel_verify.c for a given authority, and the names of Schannel's errors for the system's
// store.
HRESULT HResultOfTls(CURLcode result, CURL*, const char* said) noexcept {
  const std::string_view text(said);
  if (Mentions(text, {"not time valid", "SEC_E_CERT_EXPIRED"})) return IXP_E_INVALID_CERT_DATE;
  if (result != CURLE_PEER_FAILED_VERIFICATION) return IXP_E_SECURE_CONNECT_FAILED;
  // For another IP address it has no words of its own.
  const bool silent = text.empty() || text == curl_easy_strerror(result);
  const bool other_name = Mentions(text, {"SEC_E_WRONG_PRINCIPAL", "certificate check failed",
                                          "CertGetNameString", "CertFindExtension", "alternate name"});
  return silent || other_name ? IXP_E_INVALID_CERT_CN : IXP_E_SECURE_CONNECT_FAILED;
}

}  // namespace imnxport
