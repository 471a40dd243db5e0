// The list of components with idle threads; shared by both thread files.
#pragma once

#include "com/thread.h"

namespace imnxport {

// Calls every registered `ask`.
void AskIdleThreads() noexcept;

}  // namespace imnxport
