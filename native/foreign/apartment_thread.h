// An apartment with a thread of its own.
#pragma once

#include <memory>

#include "foreign/apartment.h"

namespace imnxport {

// The thread comes with the first Start, and goes after End when all is done. On Windows it is a
// single-threaded apartment that dispatches messages whenever it waits. Null: the system has nothing to make
// it of. May throw std::bad_alloc. Any thread.
std::shared_ptr<Apartment> MakeApartmentThread();

}  // namespace imnxport
