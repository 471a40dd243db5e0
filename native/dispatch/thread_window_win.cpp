// A queue, and one message that says that it is not empty.
#include "dispatch/thread_window_win.h"

#include <windows.h>

#include <map>
#include <new>

#include "com/module.h"

namespace imnxport {
namespace {

constexpr UINT kWake = WM_APP;
constexpr UINT kEnd = WM_APP + 1;
constexpr wchar_t kClassName[] = L"imnxport.calls";

// Gives a reference back on the thread of the window.
class DropItem final : public WorkItem {
 public:
  explicit DropItem(IUnknown* object) noexcept : object_(object) {}
  void Work() noexcept override { object_->Release(); }

 private:
  IUnknown* const object_;
};

class ThreadWindow final : public Dispatcher, public std::enable_shared_from_this<ThreadWindow> {
 public:
  static std::shared_ptr<ThreadWindow> OfThisThread();
  ~ThreadWindow() override;

  void Kick(WorkItem& item) noexcept override;
  void Drop(IUnknown* object) noexcept override;

 private:
  static LRESULT CALLBACK OnMessage(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
  bool Open() noexcept;
  void Deliver() noexcept;

  const DWORD thread_ = GetCurrentThreadId();
  HWND window_ = nullptr;
  std::mutex mutex_;  // guards what follows
  WorkQueue queue_;
  std::shared_ptr<ThreadWindow> busy_;  // itself, until what is queued has been delivered
};

// Which threads have a window. Never destroyed; emptied by the windows themselves.
struct Registry {
  std::mutex mutex;
  std::map<DWORD, std::weak_ptr<ThreadWindow>> windows;
};
Registry& TheRegistry() noexcept {
  alignas(Registry) static unsigned char storage[sizeof(Registry)];
  static auto* registry = new (storage) Registry;
  return *registry;
}

// The HINSTANCE of the module that this code is in, be it the DLL or the addon.
HINSTANCE ThisModule() noexcept {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                     reinterpret_cast<LPCWSTR>(&ThisModule), &module);
  return module;
}

std::shared_ptr<ThreadWindow> ThreadWindow::OfThisThread() {
  Registry& registry = TheRegistry();
  std::lock_guard<std::mutex> lock(registry.mutex);
  std::weak_ptr<ThreadWindow>& entry = registry.windows[GetCurrentThreadId()];
  if (auto window = entry.lock()) return window;
  auto window = std::make_shared<ThreadWindow>();
  if (!window->Open()) return nullptr;
  entry = window;
  return window;
}

bool ThreadWindow::Open() noexcept {
  WNDCLASSEXW type{};
  type.cbSize = sizeof type;
  type.lpfnWndProc = OnMessage;
  type.hInstance = ThisModule();
  type.lpszClassName = kClassName;
  RegisterClassExW(&type);  // fails harmlessly when it is registered already
  window_ =
      CreateWindowExW(0, kClassName, nullptr, 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, type.hInstance, nullptr);
  if (!window_) return false;
  LockModule(true);  // until the window is gone: its procedure is code of this module
  return true;
}

ThreadWindow::~ThreadWindow() {
  if (!window_) return;
  // Messages that are still on their way find no object; the window goes on its own thread.
  if (GetCurrentThreadId() == thread_) {
    DestroyWindow(window_);
  } else {
    PostMessageW(window_, kEnd, 0, 0);
  }
}

void ThreadWindow::Kick(WorkItem& item) noexcept {
  bool wake;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    wake = queue_.EmptyLocked();
    queue_.PushLocked(item);
    if (wake) busy_ = shared_from_this();
  }
  if (wake) PostMessageW(window_, kWake, 0, 0);
}

void ThreadWindow::Drop(IUnknown* object) noexcept {
  if (GetCurrentThreadId() == thread_) {
    object->Release();
    return;
  }
  try {
    Kick(*std::make_shared<DropItem>(object));
  } catch (const std::bad_alloc&) {
    // Released on the wrong thread it could crash its owner; kept, it only costs memory.
  }
}

// One item a message: the next message is on its way before the call, so that a client that pumps
// inside it (a logon dialog) keeps its other transports alive.
void ThreadWindow::Deliver() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto item = queue_.PopLocked();
  const bool more = !queue_.EmptyLocked();
  // If this was the last owner it goes here, on its thread, after the call.
  const std::shared_ptr<ThreadWindow> self = more ? nullptr : std::move(busy_);
  lock.unlock();
  if (more) PostMessageW(window_, kWake, 0, 0);
  if (item) item->Work();
}

LRESULT CALLBACK ThreadWindow::OnMessage(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == kEnd) {
    DestroyWindow(window);
    return 0;
  }
  if (message == WM_NCDESTROY) LockModule(false);
  if (message != kWake) return DefWindowProcW(window, message, wparam, lparam);
  std::shared_ptr<ThreadWindow> self;
  {
    Registry& registry = TheRegistry();
    std::lock_guard<std::mutex> lock(registry.mutex);
    const auto found = registry.windows.find(GetCurrentThreadId());
    if (found != registry.windows.end()) self = found->second.lock();
  }
  if (self && self->window_ == window) self->Deliver();
  return 0;
}

}  // namespace

std::shared_ptr<Dispatcher> MakeWindowDispatcher() { return ThreadWindow::OfThisThread(); }

}  // namespace imnxport
