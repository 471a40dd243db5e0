// Threads of ours: each keeps the module in memory until its last instruction.
#pragma once

namespace imnxport {

// The apartment that a new thread has on Windows; elsewhere there are none.
enum class ThreadApartment {
  kMultiThreaded,
  kSingleThreaded  // it has to pump messages while it waits
};

// Starts a thread that runs main(argument). False when the system has no thread to give. The thread is
// counted until its code is really gone: off Windows it is joined by ReapIdleThreads or by the next
// StartThread, on Windows it ends in FreeLibraryAndExitThread. `main` must not throw. Any thread.
bool StartThread(void (*main)(void*), void* argument, const char* name,
                 ThreadApartment apartment = ThreadApartment::kMultiThreaded) noexcept;

// The thread that calls this waits its turn from now on when somebody wakes it, instead of taking the
// processor from whoever did. Linux (SCHED_BATCH); elsewhere, and where the system refuses, nothing changes.
void LetWakersGoOn() noexcept;

// Whether a thread of ours may still be running. Any thread.
bool ThreadsAlive() noexcept;

// How a component with long-lived threads is asked to let idle ones end. `ask` is called by
// DllCanUnloadNow on any thread; it must not block. Registered for the life of the process.
struct IdleThreads {
  void (*ask)() noexcept;
  IdleThreads* next;
};
void RegisterIdleThreads(IdleThreads* entry) noexcept;

// Asks every registered component to let its idle threads end. True when no thread of ours is left.
bool ReapIdleThreads() noexcept;

}  // namespace imnxport
