// The transport of this project, as a source beside those of others.
#pragma once

#include <memory>

#include "foreign/transport_source.h"

namespace imnxport {

// Each Open makes one, as the class object does. May throw std::bad_alloc.
std::unique_ptr<TransportSource> SourceBuiltin();

}  // namespace imnxport
