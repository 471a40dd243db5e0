// The TLS library under libcurl: its beginning and its end.
#pragma once

namespace imnxport {

// Before curl_global_init, each time. I/O thread.
void PrepareTlsLibrary() noexcept;

}  // namespace imnxport
