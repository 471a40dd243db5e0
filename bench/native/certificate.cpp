#include "certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>

namespace bench {

namespace {

constexpr long kDay = 24 * 60 * 60;

bool AddExtension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  if (!extension) return false;
  int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return added == 1;
}

// Signed by `issuer`, or by itself when that is null.
X509* MakeCertificate(EVP_PKEY* key, const char* name, X509* issuer, EVP_PKEY* issuer_key, long serial) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate), kDay);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1,
                             -1, 0);
  X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : subject);
  bool extended = issuer
                      ? AddExtension(certificate, issuer, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost")
                      : AddExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE") &&
                            AddExtension(certificate, certificate, NID_subject_key_identifier, "hash");
  if (extended && X509_sign(certificate, issuer_key, EVP_sha256()) > 0) return certificate;
  X509_free(certificate);
  return nullptr;
}

bool WritePem(const char* path, X509* certificate) {
  FILE* file = fopen(path, "w");
  if (!file) return false;
  bool written = PEM_write_X509(file, certificate) == 1;
  return fclose(file) == 0 && written;
}

}  // namespace

// Keys and certificates live as long as the process: nothing is freed.
SSL_CTX* MakeServerContext(const char* ca_file) {
  EVP_PKEY* ca_key = EVP_EC_gen("P-256");
  EVP_PKEY* key = EVP_EC_gen("P-256");
  if (!ca_key || !key) return nullptr;
  X509* ca = MakeCertificate(ca_key, "imnxport bench CA", nullptr, ca_key, 1);
  X509* certificate = ca ? MakeCertificate(key, "127.0.0.1", ca, ca_key, 2) : nullptr;
  if (!certificate || !WritePem(ca_file, ca)) return nullptr;

  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (!context || SSL_CTX_use_certificate(context, certificate) != 1) return nullptr;
  if (SSL_CTX_use_PrivateKey(context, key) != 1) return nullptr;
  // More than one record for a read of the socket, so that the server is not what limits.
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, 256 * 1024);
  return context;
}

}  // namespace bench
