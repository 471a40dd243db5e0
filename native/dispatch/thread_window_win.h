// The message-only window of a thread that pumps messages: how calls get onto it.
#pragma once

#include <memory>

#include "dispatch/dispatcher.h"

namespace imnxport {

// A dispatcher of the calling thread; one window serves all of them. It is made with this module's own
// HINSTANCE, and destroyed on its thread when the last dispatcher is gone. Null: no window can be had.
// May throw std::bad_alloc.
std::shared_ptr<Dispatcher> MakeWindowDispatcher(std::weak_ptr<DispatchOwner> owner);

}  // namespace imnxport
