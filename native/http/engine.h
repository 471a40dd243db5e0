// The I/O thread: one libcurl multi handle for all transports of the process.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include "abi/imnxport.h"
#include "com/process_lock.h"
#include "com/work_queue.h"
#include "http/connection_pools.h"
#include "http/curl_handle.h"
#include "http/socket_table.h"
#include "http/system_proxy.h"

namespace imnxport {

class Transfer;
using Clock = std::chrono::steady_clock;

// Something with a time limit; on the I/O thread.
class Timed {
 public:
  // When OnDeadline is due. It may move at any time, later or earlier; earlier with Engine::Hurry.
  virtual Clock::time_point Deadline() const noexcept = 0;
  virtual void OnDeadline() noexcept = 0;

 protected:
  ~Timed() = default;
};

class Engine {
 public:
  static Engine& Get() noexcept;

  // A transport begins or ends to use the engine. Acquire starts the thread if there is none; false: it
  // cannot be started. The thread ends some seconds after the last Release. Any thread.
  bool Acquire() noexcept;
  void Release() noexcept;

  // Has item.Work() called on the I/O thread, soon. Allocates nothing. Any thread; the caller holds a
  // reference by Acquire.
  void Kick(WorkItem& item) noexcept;

  // While it exists, Kick on this thread does not wake the I/O thread: whoever has several things for it in a
  // row wakes it afterwards, because that costs more than all the rest. For one thread at a time; another one
  // wakes as ever.
  class Quiet {
   public:
    Quiet() noexcept;
    ~Quiet();
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

   private:
    bool mine_;
  };
  // Wakes the I/O thread for what it was given quietly. Any thread, at any time.
  void Wake() noexcept;

  // Has item.Work() called when this turn of the I/O thread has done all else: once, for those who would wake
  // somebody for each of many things. False: this is not the I/O thread. Any thread.
  bool AtEndOfTurn(WorkItem& item) noexcept;

  // A handle with all options at their defaults; null: no memory. It is given back when it carried no
  // credentials: making one anew costs a tenth of a small post. Any thread; others than the I/O thread get a
  // new one, and give none back.
  CurlEasy TakeEasy() noexcept;
  void GiveBack(CurlEasy easy) noexcept;

  // I/O thread from here on.

  // Adds or removes a transfer. Add answers false when libcurl refuses, for want of memory.
  bool Add(Transfer& transfer) noexcept;
  void Remove(Transfer& transfer) noexcept;

  // Starts and ends watching a deadline. May throw std::bad_alloc.
  void Watch(Timed& timed);
  void Unwatch(Timed& timed) noexcept;

  SocketTable& Sockets() noexcept { return sockets_; }

  // Bytes of an entity were taken for the wire; `more`: they were not the last.
  void Fed(bool more) noexcept {
    fed_ = Clock::now();
    more_ = more_ || more;
  }

  // The system's proxy settings; null: there are none beside the environment. May throw std::bad_alloc.
  const std::shared_ptr<SystemProxy>& Proxies();

  // A deadline has become earlier.
  void Hurry(Clock::time_point deadline) noexcept;

 private:
  Engine() = default;
  bool IsHere() const noexcept;  // on the I/O thread
  static void ThreadMain(void* self);
  void LetIdleEnd() noexcept;
  void WakeUnlocking(std::unique_lock<ProcessLock> lock) noexcept;
  void Run() noexcept;
  CurlMulti Loop() noexcept;
  void Poll(std::chrono::milliseconds wait) noexcept;
  bool MayEndLocked(Clock::time_point now) const noexcept;
  bool HasMulti() noexcept;
  void KeepConnections(size_t count) noexcept;
  void LeavePool(Transfer& transfer) noexcept;
  void DoWork() noexcept;
  void EndTurn() noexcept;
  void DoTransfers() noexcept;
  void DoDeadlines(Clock::time_point now) noexcept;

  ProcessLock mutex_;  // guards what follows
  WorkQueue queue_;
  int users_ = 0;
  bool running_ = false;
  bool end_soon_ = false;  // DllCanUnloadNow asked
  Clock::time_point idle_since_{};
  CURLM* wake_ = nullptr;           // the multi handle, while the thread sleeps and nobody has woken it
  std::atomic<int> wakers_{0};      // who has taken it from there, and is about to use it
  std::atomic<uint32_t> quiet_{0};  // the thread that kicks quietly, 0: none

  std::atomic<uint32_t> thread_{0};  // the I/O thread, while there is one

  SocketTable sockets_;
  CurlMulti multi_;  // I/O thread only, as all that follows
  std::shared_ptr<SystemProxy> proxies_;
  std::vector<Timed*> timed_;
  Clock::time_point next_deadline_ = Clock::time_point::max();
  WorkQueue at_end_of_turn_;
  ConnectionPools pools_;
  std::vector<CurlEasy> spare_;
  std::vector<Transfer*> connecting_;
  size_t transfers_ = 0;
  size_t kept_connections_ = 0;  // how many libcurl keeps open, at most
  Clock::time_point fed_{};
  bool more_ = false;  // since it was set to false
};

}  // namespace imnxport
