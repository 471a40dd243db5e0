// certificate.h: a certificate for 127.0.0.1, made for one run of the server.
#ifndef BENCH_CERTIFICATE_H
#define BENCH_CERTIFICATE_H

#include <openssl/ssl.h>

namespace bench {

// A TLS server's context with a new certificate, signed by a new authority whose certificate is written to
// `ca_file` as PEM. Null when something fails.
SSL_CTX* MakeServerContext(const char* ca_file);

}  // namespace bench

#endif
