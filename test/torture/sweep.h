// Runs a scenario again and again, each time with another failure in it.
#pragma once

namespace torture {

// First without failures; then the first allocation fails, the second, and so on to the last; then each with
// all that follow; then the system calls in the same ways. Each run is a process of its own, so that a crash
// is one finding among others. A part of all runs (evenly spread, beginning at a random one), all of them
// when IMNXPORT_FULL is set.
//
// IMNXPORT_TORTURE=memory,37,once (or memory,37,onward; system,37,once; ...) runs just that, in this process.
void Sweep(void (*scenario)());

}  // namespace torture
