// The dispatch thread: for callbacks that may be called on any thread, or live in the MTA.
#pragma once

#include <memory>

#include "dispatch/dispatcher.h"

namespace imnxport {

// One thread of the process for all of them, so that calls come one at a time and in order. It stays
// while there are dispatchers. `drop_anywhere`: references may be given back on any thread; otherwise they
// are on this one, too, which on Windows is a member of the MTA. Null: it cannot be started. May throw
// std::bad_alloc.
std::shared_ptr<Dispatcher> MakeDispatchThread(bool drop_anywhere);

}  // namespace imnxport
