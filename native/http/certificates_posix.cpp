// Certificates on systems without a store of their own: SSL_CERT_FILE and SSL_CERT_DIR, then the usual
// places of the distributions.
#include <unistd.h>

#include <cstdlib>

#include "http/certificates.h"

namespace imnxport {
namespace {

constexpr const char* kFiles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/cert.pem",                                  // Alpine, macOS
};

// Numbers of OpenSSL's X509_V_ERR_*: stable, and the only thing that tells one refusal from another.
constexpr long kNoVerdict = 1;
constexpr long kCertNotYetValid = 9;
constexpr long kCertExpired = 10;

bool Exists(const char* path) { return path && *path && access(path, R_OK) == 0; }

}  // namespace

bool TrustSystemCertificates(CURL* easy, Peer peer) {
  const char* file = std::getenv("SSL_CERT_FILE");
  const char* directory = std::getenv("SSL_CERT_DIR");
  const bool named = (file && *file) || (directory && *directory);
  if (!named) {
    file = nullptr;
    for (const char* candidate : kFiles) {
      if (!file && Exists(candidate)) file = candidate;
    }
  }
  // What the environment names is used even if it is not there: to trust something else instead would
  // be a surprise.
  const bool found = Exists(file) || Exists(directory);
  if (!found) return false;
  const bool server = peer == Peer::kServer;
  curl_easy_setopt(easy, server ? CURLOPT_CAINFO : CURLOPT_PROXY_CAINFO, Exists(file) ? file : nullptr);
  curl_easy_setopt(easy, server ? CURLOPT_CAPATH : CURLOPT_PROXY_CAPATH,
                   Exists(directory) ? directory : nullptr);
  return true;
}

// OpenSSL fetches no lists by itself.
void SetUpRevocation(CURL*, Peer) {}

HRESULT HResultOfTls(CURLcode result, CURL* easy, const char*) noexcept {
  if (result != CURLE_PEER_FAILED_VERIFICATION) return IXP_E_SECURE_CONNECT_FAILED;
  long verify = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verify);
  if (verify == 0) curl_easy_getinfo(easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &verify);
  if (verify == kCertExpired || verify == kCertNotYetValid) return IXP_E_INVALID_CERT_DATE;
  // Nothing was said against the chain and the peer was refused all the same: libcurl found another name in
  // it.
  return verify == 0 || verify == kNoVerdict ? IXP_E_INVALID_CERT_CN : IXP_E_SECURE_CONNECT_FAILED;
}

}  // namespace imnxport
