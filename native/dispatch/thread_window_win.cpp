// A queue, and one message that says that it is not empty.
#include "dispatch/thread_window_win.h"

#include <windows.h>

#include "com/module.h"
#include "dispatch/drop_item.h"
#include "dispatch/thread_watch_win.h"

namespace imnxport {
namespace {

constexpr UINT kWake = WM_APP;
constexpr UINT kEnd = WM_APP + 1;
constexpr wchar_t kClassName[] = L"imnxport.calls";

class ThreadWindow;

// One user of a window.
class WindowDispatcher final : public Dispatcher, public std::enable_shared_from_this<WindowDispatcher> {
 public:
  explicit WindowDispatcher(std::weak_ptr<DispatchOwner> owner) noexcept : owner_(std::move(owner)) {}
  ~WindowDispatcher() override;
  bool Open();

  void Kick(WorkItem& item) noexcept override;
  void Drop(IUnknown* object) noexcept override;

 private:
  friend class ThreadWindow;
  const std::weak_ptr<DispatchOwner> owner_;
  std::shared_ptr<ThreadWindow> window_;
  WindowDispatcher* next_ = nullptr;  // of the same window
};

// The window of a thread. It holds itself until the window is gone: closed on its thread, or ended with it.
class ThreadWindow final : public std::enable_shared_from_this<ThreadWindow> {
 public:
  // The window of this thread, with one more user. Null: none can be had. May throw std::bad_alloc.
  static std::shared_ptr<ThreadWindow> Enter(WindowDispatcher* user);
  void Leave(WindowDispatcher* user) noexcept;

  void Kick(WorkItem& item) noexcept;
  // Whether the calling thread is the window's; false when that one has ended.
  bool IsHere() const noexcept;
  bool Ended() const noexcept;

 private:
  static LRESULT CALLBACK OnMessage(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
  static void OnThreadEnded(void* self);
  bool Open() noexcept;
  bool Post(UINT message) const noexcept;
  bool Send(UINT message) const noexcept;
  void Deliver() noexcept;
  void CloseIfUnused() noexcept;
  void UnlinkLocked() noexcept;
  std::shared_ptr<WindowDispatcher> TakeUserLocked() noexcept;

  HWND window_ = nullptr;
  ThreadWatch watch_;
  std::shared_ptr<ThreadWindow> self_;
  ThreadWindow* next_ = nullptr;  // in the list of all
  WindowDispatcher* users_ = nullptr;
  WorkQueue queue_;
  bool woken_ = false;  // a message is on its way
  bool ended_ = false;  // the thread has
};

// Guards everything above, of all windows; never held during a call to the outside. A lock of the system's
// that needs neither a beginning nor an end, as everything here that outlives the last window.
SRWLOCK windows_lock = SRWLOCK_INIT;
ThreadWindow* windows = nullptr;
int class_users = 0;

class Guard {
 public:
  Guard() noexcept { AcquireSRWLockExclusive(&windows_lock); }
  ~Guard() { ReleaseSRWLockExclusive(&windows_lock); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
};

// The HINSTANCE of the module that this code is in, be it the DLL or the addon.
HINSTANCE ThisModule() noexcept {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                     reinterpret_cast<LPCWSTR>(&ThisModule), &module);
  return module;
}

// The class lives as long as there are windows of it: it names a procedure of this module, which may come
// back at another address.
void EnterClass(WNDPROC procedure) noexcept {
  const Guard guard;
  if (class_users++ > 0) return;
  WNDCLASSEXW type{};
  type.cbSize = sizeof type;
  type.lpfnWndProc = procedure;
  type.hInstance = ThisModule();
  type.lpszClassName = kClassName;
  RegisterClassExW(&type);
}

void LeaveClass() noexcept {
  const Guard guard;
  if (--class_users == 0) UnregisterClassW(kClassName, ThisModule());
}

// ---- a user -----------------------------------------------------------------------------------------

bool WindowDispatcher::Open() {
  window_ = ThreadWindow::Enter(this);
  return window_ != nullptr;
}

WindowDispatcher::~WindowDispatcher() {
  if (window_) window_->Leave(this);
}

void WindowDispatcher::Kick(WorkItem& item) noexcept { window_->Kick(item); }

void WindowDispatcher::Drop(IUnknown* object) noexcept {
  if (window_->IsHere()) {
    object->Release();
  } else if (!window_->Ended()) {
    DropLater(*this, object);
  }
  // An object whose thread has ended is left alone.
}

// ---- the window -------------------------------------------------------------------------------------

std::shared_ptr<ThreadWindow> ThreadWindow::Enter(WindowDispatcher* user) {
  {
    const Guard guard;
    for (ThreadWindow* window = windows; window; window = window->next_) {
      if (!window->watch_.IsThisThread()) continue;
      user->next_ = window->users_;
      window->users_ = user;
      return window->self_;
    }
  }
  auto window = std::make_shared<ThreadWindow>();
  if (!window->Open()) return nullptr;
  const Guard guard;
  window->self_ = window;
  window->users_ = user;
  window->next_ = windows;
  windows = window.get();
  return window;
}

bool ThreadWindow::Open() noexcept {
  EnterClass(OnMessage);
  LockModule(true);  // until the window is gone: its procedure is code of this module
  window_ =
      CreateWindowExW(0, kClassName, nullptr, 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, ThisModule(), nullptr);
  if (window_) {
    SetWindowLongPtrW(window_, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
    if (watch_.Start(OnThreadEnded, this)) return true;
    DestroyWindow(window_);
  }
  LeaveClass();
  LockModule(false);
  return false;
}

void ThreadWindow::Leave(WindowDispatcher* user) noexcept {
  bool here = false;
  {
    const Guard guard;
    WindowDispatcher** link = &users_;
    while (*link && *link != user) link = &(*link)->next_;
    if (*link) *link = user->next_;
    if (ended_ || users_) return;
    here = watch_.IsThisThread();
    if (!here) (void)Send(kEnd);  // under the lock: as long as it is held the window is not gone
  }
  if (here) CloseIfUnused();
}

bool ThreadWindow::IsHere() const noexcept {
  const Guard guard;
  return watch_.IsThisThread();
}

bool ThreadWindow::Ended() const noexcept {
  const Guard guard;
  return ended_;
}

void ThreadWindow::Kick(WorkItem& item) noexcept {
  {
    const Guard guard;
    if (ended_) return;
    queue_.PushLocked(item);
    if (woken_) return;
    woken_ = true;
  }
  const bool here = IsHere();
  if (here ? Post(kWake) : Send(kWake)) return;
  const Guard guard;
  woken_ = false;  // the next one tries again
}

bool ThreadWindow::Post(UINT message) const noexcept { return PostMessageW(window_, message, 0, 0) != 0; }

// To another thread. One that has not looked for long has a full queue: what is sent does not count there.
// One that has ended needs no message.
bool ThreadWindow::Send(UINT message) const noexcept {
  return Post(message) || SendNotifyMessageW(window_, message, 0, 0);
}

// One item a message: the next message is on its way before the call, so that a client that pumps
// inside it (a logon dialog) keeps its other transports alive.
void ThreadWindow::Deliver() noexcept {
  const auto self = shared_from_this();
  bool more = true;
  while (more) {
    std::shared_ptr<WorkItem> item;
    {
      const Guard guard;
      item = queue_.PopLocked();
      more = woken_ = !queue_.EmptyLocked();
    }
    if (more) more = !Post(kWake);  // what cannot be announced is done right here
    if (item) item->Work();
  }
  CloseIfUnused();
}

void ThreadWindow::UnlinkLocked() noexcept {
  ThreadWindow** link = &windows;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
}

// On its thread. What still waits belongs to nobody any more, but for references to be given back: that is
// done at once, because the thread need not pump again.
void ThreadWindow::CloseIfUnused() noexcept {
  std::shared_ptr<ThreadWindow> self;
  while (!self) {
    std::shared_ptr<WorkItem> item;
    {
      const Guard guard;
      if (!self_ || users_) return;
      item = queue_.PopLocked();
      if (!item) {
        UnlinkLocked();
        self = std::move(self_);
      }
    }
    if (item) item->Work();
  }
  watch_.Stop();
  DestroyWindow(window_);
  LeaveClass();
  self.reset();
  LockModule(false);
}

LRESULT CALLBACK ThreadWindow::OnMessage(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  auto* const self = reinterpret_cast<ThreadWindow*>(GetWindowLongPtrW(window, GWLP_USERDATA));
  if (self && message == kWake) {
    self->Deliver();
  } else if (self && message == kEnd) {
    self->CloseIfUnused();
  } else {
    return DefWindowProcW(window, message, wparam, lparam);
  }
  return 0;
}

// ---- the end of the thread --------------------------------------------------------------------------

std::shared_ptr<WindowDispatcher> ThreadWindow::TakeUserLocked() noexcept {
  while (WindowDispatcher* user = users_) {
    users_ = user->next_;
    if (auto taken = user->weak_from_this().lock()) return taken;
  }
  return nullptr;
}

// On a thread of the pool. The system has destroyed the window; what waited for it is not delivered.
void ThreadWindow::OnThreadEnded(void* window) {
  std::shared_ptr<ThreadWindow> self;
  {
    const Guard guard;
    auto* const ended = static_cast<ThreadWindow*>(window);
    ended->ended_ = true;
    ended->UnlinkLocked();
    self = std::move(ended->self_);
  }
  const auto next_item = [&] {
    const Guard guard;
    return self->queue_.PopLocked();
  };
  const auto next_user = [&] {
    const Guard guard;
    return self->TakeUserLocked();
  };
  while (next_item()) {
  }
  while (const auto user = next_user()) {
    if (const auto owner = user->owner_.lock()) owner->OnThreadEnded();
  }
  self.reset();
  LeaveClass();
  LockModule(false);
}

}  // namespace

std::shared_ptr<Dispatcher> MakeWindowDispatcher(std::weak_ptr<DispatchOwner> owner) {
  auto dispatcher = std::make_shared<WindowDispatcher>(std::move(owner));
  return dispatcher->Open() ? dispatcher : nullptr;
}

}  // namespace imnxport
