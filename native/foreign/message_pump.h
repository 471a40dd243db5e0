// The message queue of a thread, for those that have no loop of their own.
#pragma once

namespace imnxport {

// Dispatches what is in the calling thread's queue, but not without end: what is dispatched may bring more.
// Whether there was anything. Off Windows there is nothing. It runs window procedures, and with them calls
// into objects of this thread. Any thread.
bool PumpMessages() noexcept;

}  // namespace imnxport
