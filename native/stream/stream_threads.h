// The threads that call into streams that may block.
#pragma once

#include "com/work_threads.h"

namespace imnxport {

// A stream that blocks delays no other: there can be as many threads as commands in progress.
WorkThreads& StreamThreads() noexcept;

}  // namespace imnxport
