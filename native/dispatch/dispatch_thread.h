// The dispatch thread: for callbacks that may be called on any thread.
#pragma once

#include <memory>

#include "dispatch/dispatcher.h"

namespace imnxport {

// One thread of the process for all of them, so that calls come one at a time and in order. It stays
// while there are dispatchers. Null: it cannot be started. May throw std::bad_alloc.
std::shared_ptr<Dispatcher> MakeDispatchThread();

}  // namespace imnxport
