// A transport that passes every call on to a real one, but for what is planted.
#pragma once

#include <atomic>

#include "abi/imnxport.h"

namespace wrong {

// A transport around `real`, of which it takes a reference of its own. Any thread.
HRESULT MakeWrongTransport(IHTTPMailTransport* real, REFIID iid, void** made) noexcept;

}  // namespace wrong
