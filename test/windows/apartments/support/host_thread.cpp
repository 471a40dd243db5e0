// Threads of a host.
#include "host_thread.h"

#include <objbase.h>

#include <vector>

#include "checks.h"

namespace host {

Thread::Thread(Com com)
    : com_(com),
      work_ready_(CreateEventW(nullptr, FALSE, FALSE, nullptr)),
      work_done_(CreateEventW(nullptr, FALSE, FALSE, nullptr)) {
  thread_ = CreateThread(nullptr, 0, Main, this, 0, &id_);
  REQUIRE(thread_ != nullptr);
  Join();
}

Thread::~Thread() {
  if (thread_) End();
  CloseHandle(work_ready_);
  CloseHandle(work_done_);
}

DWORD WINAPI Thread::Main(void* self) {
  auto* const thread = static_cast<Thread*>(self);
  HRESULT hr = S_OK;
  if (thread->com_ != Com::kNone)
    hr = CoInitializeEx(nullptr, thread->com_ == Com::kSta ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED);
  CHECK_HR(hr, S_OK);
  thread->Loop();
  if (thread->com_ != Com::kNone && thread->leave_ == Leave::kProperly) CoUninitialize();
  return 0;
}

void Thread::Loop() {
  SetEvent(work_done_);
  while (!ending_) {
    if (com_ == Com::kMta) {
      WaitForSingleObject(work_ready_, INFINITE);
    } else {
      PumpUntil(work_ready_, INFINITE);
    }
    if (work_) work_();
    work_ = nullptr;
    SetEvent(work_done_);
  }
}

void Thread::Begin(std::function<void()> work) {
  work_ = std::move(work);
  SetEvent(work_ready_);
}

void Thread::Join() { REQUIRE(WaitForSingleObject(work_done_, 60000) == WAIT_OBJECT_0); }

void Thread::Do(const std::function<void()>& work) {
  Begin(work);
  Join();
}

void Thread::BeginLast(std::function<void()> work, Leave leave) {
  last_ = true;
  Begin([this, work = std::move(work), leave] {
    leave_ = leave;
    ending_ = true;
    work();
  });
}

void Thread::End(Leave leave) {
  if (!last_) BeginLast([] {}, leave);
  REQUIRE(WaitForSingleObject(thread_, 60000) == WAIT_OBJECT_0);
  CloseHandle(thread_);
  thread_ = nullptr;
}

static void DispatchAll() {
  MSG message;
  while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) DispatchMessageW(&message);
}

bool PumpUntil(HANDLE handle, DWORD timeout_ms) {
  const ULONGLONG end = timeout_ms == INFINITE ? ~0ULL : GetTickCount64() + timeout_ms;
  for (;;) {
    const ULONGLONG now = GetTickCount64();
    if (now >= end) return false;
    const DWORD left = timeout_ms == INFINITE ? INFINITE : static_cast<DWORD>(end - now);
    const DWORD woken = MsgWaitForMultipleObjects(1, &handle, FALSE, left, QS_ALLINPUT);
    if (woken == WAIT_OBJECT_0) return true;
    DispatchAll();
  }
}

bool PumpUntil(const std::function<bool()>& done, DWORD timeout_ms) {
  const ULONGLONG end = GetTickCount64() + timeout_ms;
  while (!done()) {
    if (GetTickCount64() > end) return false;
    MsgWaitForMultipleObjects(0, nullptr, FALSE, 20, QS_ALLINPUT);
    DispatchAll();
  }
  return true;
}

bool Eventually(const std::function<bool()>& done, DWORD timeout_ms) {
  const ULONGLONG end = GetTickCount64() + timeout_ms;
  while (!done()) {
    if (GetTickCount64() > end) return false;
    Sleep(5);
  }
  return true;
}

std::string ApartmentHere() {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  if (FAILED(CoGetApartmentType(&type, &qualifier))) return "none";
  if (type == APTTYPE_STA || type == APTTYPE_MAINSTA) return "STA";
  if (type != APTTYPE_MTA) return "other";
  return qualifier == APTTYPEQUALIFIER_IMPLICIT_MTA ? "implicit MTA" : "MTA";
}

}  // namespace host
