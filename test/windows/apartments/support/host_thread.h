// A thread of a host: in an apartment of its own choice, waiting for things to do.
#pragma once

#include <windows.h>

#include <functional>
#include <string>

namespace host {

enum class Com {
  kSta,   // a single-threaded apartment; pumps messages while it waits
  kMta,   // joins the multi-threaded apartment; never pumps
  kNone,  // never initialises COM; pumps messages while it waits
};

// How a thread ends.
enum class Leave {
  kProperly,      // CoUninitialize, then the end
  kWithoutAWord,  // the thread just returns; COM cleans up behind it
};

class Thread {
 public:
  explicit Thread(Com com);
  ~Thread();  // ends it properly, if it has not been ended
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  DWORD Id() const { return id_; }

  // Runs `work` on the thread; Do waits until it has returned, Begin does not: it then pumps nothing until
  // then.
  void Do(const std::function<void()>& work);
  void Begin(std::function<void()> work);
  // Waits for what was begun.
  void Join();

  // It ends, and is gone when this returns.
  void End(Leave leave = Leave::kProperly);
  // As Begin, and then it ends without having pumped again. End waits for it.
  void BeginLast(std::function<void()> work, Leave leave = Leave::kProperly);

 private:
  static DWORD WINAPI Main(void* self);
  void Loop();

  const Com com_;
  HANDLE thread_ = nullptr;
  DWORD id_ = 0;
  bool last_ = false;  // the end has been arranged
  HANDLE work_ready_;
  HANDLE work_done_;
  std::function<void()> work_;
  bool ending_ = false;
  Leave leave_ = Leave::kProperly;
};

// Dispatches messages of this thread until `handle` is signalled. False: not in time.
bool PumpUntil(HANDLE handle, DWORD timeout_ms = 30000);
// Likewise until `done` answers true, which is asked after each message, and now and then.
bool PumpUntil(const std::function<bool()>& done, DWORD timeout_ms = 30000);

// Asks until the answer is true; only for what nobody announces. False: not in time.
bool Eventually(const std::function<bool()>& done, DWORD timeout_ms = 30000);

// A gate that is shut until it is opened.
class Gate {
 public:
  Gate() : event_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}
  ~Gate() { CloseHandle(event_); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  void Open() { SetEvent(event_); }
  bool Wait(DWORD timeout_ms = 30000) { return WaitForSingleObject(event_, timeout_ms) == WAIT_OBJECT_0; }

 private:
  const HANDLE event_;
};

// What CoGetApartmentType says of this thread: "STA", "MTA", "implicit MTA", "none", "other".
std::string ApartmentHere();

}  // namespace host
