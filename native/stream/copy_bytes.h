// IStream::CopyTo of our streams.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// Copies up to `size` bytes by Read and Write, in constant memory, until `from` has no more or either fails.
// *read and *written (may be NULL) say how far that came, also of a copy that failed. A Write that takes less
// than it was given ends the copy. S_OK; STG_E_INVALIDPOINTER without a target; else what Read or Write
// answered. Waits as long as they do. Source: the public documentation of IStream::CopyTo.
HRESULT CopyBytes(IStream* from, IStream* to, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                  ULARGE_INTEGER* written) noexcept;

}  // namespace imnxport
