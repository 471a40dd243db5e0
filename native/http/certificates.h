// What differs between the systems' TLS libraries: where trusted certificates are, and how a refusal is told.
#pragma once

#include <curl/curl.h>

#include "abi/imnxport.h"

namespace imnxport {

// Whose certificate is meant: libcurl has options of its own for each.
enum class Peer { kServer, kProxy };

// Tells the handle to verify the peer by the system's certificates, found now, at run time. False: there are
// none to be found on this system.
bool TrustSystemCertificates(CURL* easy, Peer peer);

// How far certificates that are checked are checked for having been revoked. May throw std::bad_alloc.
void SetUpRevocation(CURL* easy, Peer peer);

// The HRESULT of a TLS connection that was not made; `result` and `said` are libcurl's number and words for
// it (behaviour 5.4).
HRESULT HResultOfTls(CURLcode result, CURL* easy, const char* said) noexcept;

}  // namespace imnxport
