// Where the system keeps the certificates that it trusts.
#pragma once

#include <curl/curl.h>

namespace imnxport {

// Tells the handle to verify servers by the system's certificates, found now, at run time. False: there
// are none to be found on this system.
bool TrustSystemCertificates(CURL* easy);

}  // namespace imnxport
