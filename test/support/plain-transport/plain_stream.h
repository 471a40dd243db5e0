// A stream that has only IStream.
#pragma once

#include "abi/imnxport.h"
#include "com/com_ptr.h"

namespace imnxport::test {

// `stream`, with everything but IStream and IAgileObject hidden. Null: no memory.
ComPtr<IStream> MakePlainStream(IStream* stream) noexcept;

}  // namespace imnxport::test
