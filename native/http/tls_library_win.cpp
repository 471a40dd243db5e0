// Schannel is part of Windows and needs nothing.
#include "http/tls_library.h"

namespace imnxport {

void PrepareTlsLibrary() noexcept {}

}  // namespace imnxport
