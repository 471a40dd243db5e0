// The loop of the I/O thread.
#include "http/engine.h"

#include <algorithm>
#include <new>
#include <thread>
#include <utility>

#include "com/process_object.h"
#include "com/system.h"
#include "com/thread.h"
#include "http/tls_library.h"
#include "http/transfer.h"

namespace imnxport {
namespace {

constexpr std::chrono::seconds kLinger{3};  // the thread outlives the last transport by this
constexpr std::chrono::milliseconds kLongest{60'000};
constexpr std::chrono::seconds kSending{2};  // after bytes were taken for the wire, more are likely
constexpr size_t kMinKeptConnections = 256;
constexpr size_t kMaxKeptConnections = 16384;
constexpr int kItemsPerTurn = 256;
constexpr int kBuffersPerTurn = 16;
constexpr size_t kMaxSpare = 64;

}  // namespace

Engine& Engine::Get() noexcept {
  static ProcessObject<Engine> engine;
  static IdleThreads entry{[]() noexcept { Get().LetIdleEnd(); }, nullptr};
  return engine.Get([](void* storage) {
    new (storage) Engine;
    RegisterIdleThreads(&entry);
  });
}

void Engine::LetIdleEnd() noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  if (users_ > 0) return;
  end_soon_ = true;
  if (wake_) curl_multi_wakeup(std::exchange(wake_, nullptr));
}

bool Engine::Acquire() noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  end_soon_ = false;
  if (!running_ && !StartThread(ThreadMain, this, "imnxport-io")) return false;
  running_ = true;
  ++users_;
  return true;
}

void Engine::Release() noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  if (--users_ > 0) return;
  idle_since_ = Clock::now();
  if (wake_) curl_multi_wakeup(std::exchange(wake_, nullptr));
}

void Engine::Kick(WorkItem& item) noexcept {
  const uint32_t quiet_thread = quiet_.load(std::memory_order_relaxed);
  const bool quiet = quiet_thread != 0 && quiet_thread == ThreadId();
  std::unique_lock<ProcessLock> lock(mutex_);
  queue_.PushLocked(item);
  if (!quiet) WakeUnlocking(std::move(lock));
}

Engine::Quiet::Quiet() noexcept {
  uint32_t nobody = 0;
  mine_ = Get().quiet_.compare_exchange_strong(nobody, ThreadId());
}

Engine::Quiet::~Quiet() {
  if (mine_) Get().quiet_.store(0);
}

void Engine::Wake() noexcept {
  std::unique_lock<ProcessLock> lock(mutex_);
  if (!queue_.EmptyLocked()) WakeUnlocking(std::move(lock));
}

// The thread is woken when it sleeps, once, and without the lock, for which it would only have to wait.
void Engine::WakeUnlocking(std::unique_lock<ProcessLock> lock) noexcept {
  CURLM* const wake = std::exchange(wake_, nullptr);
  if (!wake) return;
  wakers_.fetch_add(1, std::memory_order_relaxed);
  lock.unlock();
  curl_multi_wakeup(wake);
  wakers_.fetch_sub(1, std::memory_order_release);
}

void Engine::ThreadMain(void* self) { static_cast<Engine*>(self)->Run(); }

bool Engine::MayEndLocked(Clock::time_point now) const noexcept {
  return users_ == 0 && queue_.EmptyLocked() && wakers_.load(std::memory_order_acquire) == 0 &&
         (end_soon_ || now - idle_since_ >= kLinger);
}

void Engine::Run() noexcept {
  LetWakersGoOn();  // CommandPOST returns before the post begins, also where there is but one processor
  PrepareTlsLibrary();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CurlMulti ended = Loop();
  // A name look-up of a command that was dropped may still hang, and cleaning up waits for it. From here on
  // this thread is not the I/O thread any more: a transport that comes meanwhile gets a new one.
  ended.reset();
  curl_global_cleanup();
}

CurlMulti Engine::Loop() noexcept {
  std::shared_ptr<SystemProxy> proxies;  // its end is not under the lock
  thread_ = ThreadId();
  std::unique_lock<ProcessLock> lock(mutex_);
  for (;;) {
    const Clock::time_point now = Clock::now();
    if (MayEndLocked(now)) break;
    auto wait = users_ == 0 ? std::chrono::duration_cast<std::chrono::milliseconds>(kLinger) : kLongest;
    if (!queue_.EmptyLocked()) wait = wait.zero();
    if (HasMulti() && wait > wait.zero()) wake_ = multi_.get();
    lock.unlock();
    if (next_deadline_ != Clock::time_point::max()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_deadline_ - now);
      wait = std::clamp(left, wait.zero(), wait);
    }
    const std::chrono::milliseconds longest(LongestWaitForWriting());
    if (longest.count() > 0 && now - fed_ < kSending) wait = std::min(wait, longest);
    Poll(wait);
    DoWork();
    DoTransfers();
    DoDeadlines(Clock::now());
    pools_.DropIdle(now);
    DoWork();  // what came of the transfers is told before the thread sleeps
    EndTurn();
    lock.lock();
  }
  wake_ = nullptr;
  running_ = false;
  thread_ = 0;
  std::vector<CurlEasy>().swap(spare_);
  pools_.Clear();
  std::vector<Timed*>().swap(timed_);
  std::vector<Transfer*>().swap(connecting_);
  proxies = std::move(proxies_);
  return std::move(multi_);
}

const std::shared_ptr<SystemProxy>& Engine::Proxies() {
  if (!proxies_) proxies_ = SystemProxy::Make();
  return proxies_;
}

void Engine::Poll(std::chrono::milliseconds wait) noexcept {
  if (multi_) {
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
  } else {
    // Nothing can wake this thread either: it looks for itself.
    std::this_thread::sleep_for(std::min(wait, std::chrono::milliseconds(10)));
  }
}

void Engine::DoWork() noexcept {
  std::unique_lock<ProcessLock> lock(mutex_);
  wake_ = nullptr;  // whatever comes now is seen before the thread sleeps again
  // A bounded number: however fast clients bring work, the transfers have their turn.
  for (int i = 0; i < kItemsPerTurn; ++i) {
    auto item = queue_.PopLocked();
    if (!item) return;
    lock.unlock();
    item->Work();
    item.reset();
    lock.lock();
  }
}

bool Engine::IsHere() const noexcept { return thread_.load(std::memory_order_relaxed) == ThreadId(); }

bool Engine::AtEndOfTurn(WorkItem& item) noexcept {
  if (!IsHere()) return false;
  at_end_of_turn_.PushLocked(item);  // this thread's alone: it needs no lock
  return true;
}

void Engine::EndTurn() noexcept {
  while (const auto item = at_end_of_turn_.PopLocked()) item->Work();
}

CurlEasy Engine::TakeEasy() noexcept {
  if (!IsHere() || spare_.empty()) return CurlEasy(curl_easy_init());
  CurlEasy easy = std::move(spare_.back());
  spare_.pop_back();
  return easy;
}

void Engine::GiveBack(CurlEasy easy) noexcept {
  if (!IsHere() || spare_.size() == kMaxSpare) return;
  curl_easy_reset(easy.get());
  try {
    spare_.push_back(std::move(easy));
  } catch (const std::bad_alloc&) {
    // Then it ends here.
  }
}

void Engine::DoTransfers() noexcept {
  if (!multi_) return;
  // libcurl sends one buffer, or one chunk of 64 KiB, at a time: where there is more, nobody need be asked
  // first whether the socket takes it.
  more_ = true;
  for (int i = 0; more_ && i < kBuffersPerTurn; ++i) {
    more_ = false;
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
  }
  for (size_t i = 0; i < connecting_.size();) {
    if (connecting_[i]->StillConnecting()) {
      ++i;
    } else {
      connecting_[i] = connecting_.back();
      connecting_.pop_back();
    }
  }
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    const CURLcode result = message->data.result;
    reinterpret_cast<Transfer*>(transfer)->Finish(result);
  }
}

// It takes memory and file descriptors; when there were none, the next transfer tries again.
bool Engine::HasMulti() noexcept {
  if (multi_) return true;
  multi_.reset(curl_multi_init());
  kept_connections_ = 0;
  if (multi_) KeepConnections(kMinKeptConnections);
  return multi_ != nullptr;
}

// As many as there are transfers at a time, or each of them would find that another one has closed its
// connection.
void Engine::KeepConnections(size_t count) noexcept {
  if (count <= kept_connections_ || kept_connections_ == kMaxKeptConnections) return;
  kept_connections_ = std::min(std::max(count, 2 * kept_connections_), kMaxKeptConnections);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(kept_connections_));
}

bool Engine::Add(Transfer& transfer) noexcept {
  const bool asked = transfer.TellsOfTls();
  try {
    if (asked) connecting_.push_back(&transfer);
  } catch (const std::bad_alloc&) {
    return false;
  }
  transfer.UsePool(pools_.Join());
  if (HasMulti() && curl_multi_add_handle(multi_.get(), transfer.Easy()) == CURLM_OK) {
    KeepConnections(++transfers_);
    return true;
  }
  LeavePool(transfer);
  if (asked) connecting_.pop_back();
  return false;
}

void Engine::Remove(Transfer& transfer) noexcept {
  connecting_.erase(std::remove(connecting_.begin(), connecting_.end(), &transfer), connecting_.end());
  curl_multi_remove_handle(multi_.get(), transfer.Easy());
  --transfers_;
  LeavePool(transfer);
}

void Engine::LeavePool(Transfer& transfer) noexcept {
  CURLSH* const pool = transfer.Pool();
  transfer.UsePool(nullptr);
  pools_.Leave(pool);
}

void Engine::Watch(Timed& timed) {
  timed_.push_back(&timed);
  Hurry(timed.Deadline());
}

void Engine::Unwatch(Timed& timed) noexcept {
  auto found = std::find(timed_.begin(), timed_.end(), &timed);
  if (found == timed_.end()) return;
  *found = timed_.back();
  timed_.pop_back();
}

void Engine::Hurry(Clock::time_point deadline) noexcept {
  next_deadline_ = std::min(next_deadline_, deadline);
}

void Engine::DoDeadlines(Clock::time_point now) noexcept {
  // Deadlines mostly move on without a word. They are looked at only when the earliest one that was
  // seen has passed, so that thousands of busy transfers cost nothing.
  if (now < next_deadline_) return;
  next_deadline_ = Clock::time_point::max();
  for (size_t i = timed_.size(); i-- > 0;) {
    if (i >= timed_.size()) continue;  // OnDeadline may unwatch
    Timed* timed = timed_[i];
    if (timed->Deadline() <= now) timed->OnDeadline();
  }
  for (Timed* timed : timed_) Hurry(timed->Deadline());
}

}  // namespace imnxport
