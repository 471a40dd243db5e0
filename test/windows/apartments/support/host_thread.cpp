// Threads of a host.
#include "host_thread.h"

#include <objbase.h>
#include <tlhelp32.h>

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

DWORD CountThreads() {
  const HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
  REQUIRE(snapshot != INVALID_HANDLE_VALUE);
  THREADENTRY32 entry{};
  entry.dwSize = sizeof entry;
  DWORD count = 0;
  for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry))
    count += entry.th32OwnerProcessID == GetCurrentProcessId();
  CloseHandle(snapshot);
  return count;
}

namespace {

// SystemExtendedHandleInformation of NtQuerySystemInformation.
struct HandleEntry {
  void* object;
  ULONG_PTR process;
  ULONG_PTR handle;
  ULONG access;
  USHORT trace, type;
  ULONG attributes, reserved;
};
struct HandleList {
  ULONG_PTR count, reserved;
  HandleEntry entries[1];
};

DWORD CountInListOfAll() {
  const auto query = reinterpret_cast<LONG(NTAPI*)(ULONG, void*, ULONG, ULONG*)>(
      reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQuerySystemInformation")));
  std::vector<char> room(1 << 16);
  constexpr LONG kTooSmall = static_cast<LONG>(0xC0000004u);
  LONG status;
  while ((status = query(64, room.data(), static_cast<ULONG>(room.size()), nullptr)) == kTooSmall)
    room.resize(room.size() * 2);
  REQUIRE(status == 0);
  const auto* const list = reinterpret_cast<const HandleList*>(room.data());
  DWORD count = 0;
  for (ULONG_PTR i = 0; i < list->count; ++i) count += list->entries[i].process == GetCurrentProcessId();
  return count;
}

}  // namespace

DWORD CountHandles() {
  DWORD count = 0;
  CHECK(GetProcessHandleCount(GetCurrentProcess(), &count));
  return count > 0 ? count : CountInListOfAll();  // Wine 10 answers 0
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
