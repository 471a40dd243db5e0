// The thread of JavaScript as the apartment of a transport that somebody else made.
#pragma once

#include <memory>

#include "binding/environment.h"
#include "foreign/apartment.h"

namespace imnxport::binding {

// Work is done between events of JavaScript, in the environment's own order. It must not be waited in. Once
// the environment has ended nothing is done any more: who lives here has to be closed before. May throw
// std::bad_alloc. JS thread.
std::shared_ptr<Apartment> MakeJsApartment(std::shared_ptr<Environment> environment);

}  // namespace imnxport::binding
