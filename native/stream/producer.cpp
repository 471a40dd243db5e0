// The queue between a producer and who reads it.
#include "stream/producer.h"

#include <algorithm>

#include "stream/seek_target.h"

namespace imnxport {

// ---- the producing side -----------------------------------------------------------------------------

bool Producer::Push(const void* chunk, size_t size) {
  std::unique_lock lock(mutex_);
  if (state_ != State::kOpen) return false;
  Readiness waiter;
  if (size > 0) {
    ByteQueue::Place place = queue_.ReserveLocked(size);
    lock.unlock();
    ByteQueue::Fill(place, chunk, size);
    lock.lock();
    if (state_ != State::kOpen || !queue_.CommitLocked(place, size)) {
      lock.unlock();  // before the place is given back
      return false;
    }
    waiter = TakeWaiterLocked();
  }
  const bool more = queue_.Size() < enough_;
  if (!more) pull_owed_ = stopped_ = true;
  lock.unlock();
  if (waiter) waiter->OnReady();
  return more;
}

void Producer::End() noexcept {
  Blocks dropped;
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kOpen) return;
    state_ = State::kEnded;
    length_ = queue_start_ + queue_.Size();
    NoMoreLocked(&dropped);
    waiter = TakeWaiterLocked();
  }
  if (waiter) waiter->OnReady();
}

void Producer::Fail(HRESULT hr, bool at_once) noexcept {
  Blocks dropped;
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    waiter = FailLocked(FAILED(hr) && hr != E_PENDING ? hr : E_FAIL);
    if (at_once) queue_.DropAllLocked(&dropped);
    NoMoreLocked(&dropped);
  }
  if (waiter) waiter->OnReady();
}

void Producer::Restarted(uint64_t position, bool ended) noexcept {
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kRestarting) return;
    state_ = ended ? State::kEnded : State::kOpen;
    if (ended) length_ = position;
    queue_start_ = position;
    pull_owed_ = true;
    waiter = TakeWaiterLocked();
  }
  if (waiter) waiter->OnReady();
}

void Producer::Abandon() noexcept {
  Blocks dropped;
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    if (state_ != State::kEnded) {
      waiter = FailLocked(E_ABORT);
      queue_.DropAllLocked(&dropped);
      NoMoreLocked(&dropped);
    }
  }
  if (waiter) waiter->OnReady();
}

// ---- the reading side, which never waits ------------------------------------------------------------

HRESULT Producer::TryRead(void* to, ULONG size, ULONG* read) noexcept {
  Blocks dropped;
  Question question;
  HRESULT hr;
  {
    std::unique_lock lock(mutex_);
    hr = Take(lock, to, size, read, &dropped, &question);
    if (hr == E_PENDING) {
      reader_waits_ = true;
      queue_.TrimLocked(enough_ / 2, &dropped);  // what is fast has its blocks back soon
    }
  }
  Ask(question, false);
  return hr;
}

HRESULT Producer::Rewind() noexcept {
  Blocks dropped;
  Question question;
  HRESULT hr = E_PENDING;
  {
    std::lock_guard lock(mutex_);
    if (state_ == State::kFailed) return failure_;
    if (state_ == State::kClosed) return E_UNEXPECTED;
    if (queue_start_ > 0 && !rewindable_) return E_NOTIMPL;
    position_ = 0;
    if (state_ != State::kRestarting) {
      if (queue_start_ == 0) return S_OK;  // also the second call, after Restarted
      hr = RestartLocked(0, &dropped, &question);
    }
    if (hr == E_PENDING) reader_waits_ = true;
  }
  Ask(question, false);
  return hr;
}

HRESULT Producer::Advise(IImnxportReadiness* readiness) noexcept {
  Readiness old(readiness);
  std::lock_guard lock(mutex_);
  if (state_ == State::kClosed) return E_UNEXPECTED;
  std::swap(readiness_, old);  // the old one is released after the lock: `old` was declared first
  return S_OK;
}

void Producer::Close() noexcept {
  Blocks dropped;
  Readiness old;
  {
    std::lock_guard lock(mutex_);
    if (state_ == State::kClosed) return;
    state_ = State::kClosed;
    queue_.DropAllLocked(&dropped);
    NoMoreLocked(&dropped);
    std::swap(readiness_, old);
  }
  owner_->OnClosed();
}

std::optional<uint64_t> Producer::Length() noexcept {
  std::lock_guard lock(mutex_);
  return length_;
}

uint64_t Producer::Position() noexcept {
  std::lock_guard lock(mutex_);
  return position_;
}

// ---- the reading side, which waits ------------------------------------------------------------------

// From its begin to its end it holds the lock, but while it asks or waits, and has the turn.
class Producer::Call {
 public:
  explicit Call(Producer* producer) noexcept
      : producer_(*producer), lock_(producer->mutex_), begun_(turn_.BeginLocked(lock_)) {}
  ~Call() {
    if (SUCCEEDED(begun_)) turn_.EndLocked();
    lock_.unlock();
    if (tell_end_) producer_.owner_->OnWaiting(false);
  }

  // S_OK, or why it cannot be made.
  HRESULT Begun() const noexcept { return begun_; }
  std::unique_lock<std::mutex>& Lock() noexcept { return lock_; }
  // Where the blocks go that are not needed any more.
  Blocks* Dropped() noexcept { return &dropped_; }

  // There was something: asks for more, to be there when it is wanted.
  void Progress(const Question& question) {
    tried_ = false;
    if (question.Asks()) Unlocked([&] { producer_.Ask(question, false); });
  }

  // There was nothing: asks or waits. S_OK: it is worth looking again. RPC_E_CANTCALLOUT_INEXTERNALCALL: this
  // thread cannot wait. Or as CallTurn::WaitLocked.
  HRESULT Await(const Question& question) {
    if (here_) return AskHere(question) ? S_OK : RPC_E_CANTCALLOUT_INEXTERNALCALL;
    if (told_ && !question.Asks() && dropped_.empty()) return turn_.WaitLocked(lock_);
    Unlocked([&] {
      producer_.Ask(question, false);
      if (!std::exchange(told_, true)) tell_end_ = producer_.owner_->OnWaiting(true);
    });
    return S_OK;
  }

 private:
  bool AskHere(const Question& question) {
    // It may have been asked already, through a hop that has not come through yet: that is no help here.
    const bool pull = !question.restart && !tried_ && producer_.state_ == State::kOpen;
    if (!question.restart && !pull) return false;
    if (pull) tried_ = true;
    Unlocked([&] { producer_.Ask({pull, question.restart}, true); });
    return true;
  }

  template <class Work>
  void Unlocked(Work work) {
    lock_.unlock();
    dropped_.clear();
    work();
    lock_.lock();
  }

  Producer& producer_;
  CallTurn& turn_ = producer_.turn_;
  const bool here_ = turn_.Here();
  Blocks dropped_;
  std::unique_lock<std::mutex> lock_;
  const HRESULT begun_;
  bool told_ = false;      // that it waits
  bool tell_end_ = false;  // ... and that it does not any more
  bool tried_ = false;     // asked here since there was something
};

HRESULT Producer::Read(void* to, ULONG size, ULONG* read) noexcept {
  *read = 0;
  if (size == 0) return S_OK;
  Call call(this);
  if (FAILED(call.Begun())) return call.Begun();
  for (;;) {
    Question question;
    ULONG got = 0;
    const HRESULT hr =
        Take(call.Lock(), static_cast<char*>(to) + *read, size - *read, &got, call.Dropped(), &question);
    *read += got;
    if (hr == E_PENDING) {
      const HRESULT waited = call.Await(question);
      if (FAILED(waited)) return *read > 0 ? S_OK : waited;
    } else {
      call.Progress(question);
      if (hr != S_OK || *read == size) return hr;
    }
  }
}

HRESULT Producer::Seek(LARGE_INTEGER move, DWORD origin, uint64_t* position) noexcept {
  if (origin == STREAM_SEEK_CUR && move.QuadPart == 0) {
    *position = Position();
    return S_OK;
  }
  Call call(this);
  if (FAILED(call.Begun())) return call.Begun();
  uint64_t from = 0;
  HRESULT hr = S_OK;
  switch (origin) {
    case STREAM_SEEK_SET:
      break;
    case STREAM_SEEK_CUR:
      from = position_;
      break;
    case STREAM_SEEK_END:
      hr = FindLength(call, &from);
      break;
    default:
      hr = STG_E_INVALIDFUNCTION;
  }
  uint64_t target = 0;
  if (SUCCEEDED(hr)) hr = SeekTarget(from, move, &target);
  if (SUCCEEDED(hr) && target != position_ && !rewindable_) hr = STG_E_INVALIDFUNCTION;
  if (FAILED(hr)) return hr;
  *position = position_ = target;
  return S_OK;
}

HRESULT Producer::FindLength(Call& call, uint64_t* length) noexcept {
  for (bool asked = false; !length_;) {
    if (!rewindable_) return STG_E_INVALIDFUNCTION;
    if (state_ == State::kFailed) return failure_;
    Question question;
    if (state_ != State::kRestarting) {
      if (asked) return STG_E_SEEKERROR;
      const HRESULT hr = RestartLocked(kToTheEnd, call.Dropped(), &question);
      if (hr != E_PENDING) return hr;
      asked = true;
    }
    const HRESULT hr = call.Await(question);
    if (FAILED(hr)) return hr;
  }
  *length = *length_;
  return S_OK;
}

HRESULT Producer::Clone(std::shared_ptr<Producer>* clone) noexcept {
  const HRESULT hr = owner_->OnClone(clone);
  if (FAILED(hr)) return hr;
  std::scoped_lock lock(mutex_, (*clone)->mutex_);
  (*clone)->position_ = position_;
  (*clone)->length_ = length_;
  return S_OK;
}

// ---- what both have in common -----------------------------------------------------------------------

HRESULT Producer::Take(std::unique_lock<std::mutex>& lock, void* to, ULONG size, ULONG* got, Blocks* dropped,
                       Question* question) noexcept {
  *got = 0;
  HRESULT hr = ArriveLocked(dropped, question);
  while (hr == S_OK && *got < size) {
    const size_t taken = queue_.TakePart(lock, static_cast<char*>(to) + *got, size - *got);
    *got += static_cast<ULONG>(taken);
    queue_start_ += taken;
    position_ += taken;
    hr = ArriveLocked(dropped, question);
  }
  if (*got > 0) hr = S_OK;
  if (state_ != State::kOpen) NoMoreLocked(dropped);
  if (hr != S_OK && hr != E_PENDING) return hr;
  if (hr == E_PENDING && std::exchange(stopped_, false)) enough_ = std::min(2 * enough_, kHighWater);
  question->pull = state_ == State::kOpen && pull_owed_ && queue_.Size() <= enough_ / 2;
  if (question->pull) pull_owed_ = false;
  return hr;
}

HRESULT Producer::ArriveLocked(Blocks* dropped, Question* question) noexcept {
  const bool there = position_ >= queue_start_ && position_ - queue_start_ < queue_.Size();
  if (state_ == State::kFailed && !there) return failure_;
  if (state_ == State::kClosed) return E_UNEXPECTED;
  if (state_ == State::kRestarting) return E_PENDING;
  if (position_ != queue_start_) {
    if (length_ && position_ >= *length_) return S_FALSE;
    if (position_ < queue_start_ || position_ - queue_start_ > queue_.Size()) {
      return RestartLocked(position_, dropped, question);
    }
    queue_.TakeLocked(nullptr, static_cast<size_t>(position_ - queue_start_));
    queue_start_ = position_;
  }
  if (queue_.Size() > 0) return S_OK;
  return state_ == State::kEnded ? S_FALSE : E_PENDING;
}

HRESULT Producer::RestartLocked(uint64_t position, Blocks* dropped, Question* question) noexcept {
  if (abandoned_) return E_ABORT;
  state_ = State::kRestarting;
  pull_owed_ = false;
  queue_.DropAllLocked(dropped);
  question->restart = position;
  return E_PENDING;
}

void Producer::Ask(const Question& question, bool here) noexcept {
  if (question.restart) owner_->OnRestart(*question.restart, here);
  if (question.pull) owner_->OnPull(here);
}

Producer::Readiness Producer::TakeWaiterLocked() noexcept {
  turn_.NewsLocked();
  return std::exchange(reader_waits_, false) ? readiness_ : nullptr;
}

Producer::Readiness Producer::FailLocked(HRESULT hr) noexcept {
  if (state_ == State::kFailed || state_ == State::kClosed) return nullptr;
  state_ = State::kFailed;
  failure_ = hr;
  return TakeWaiterLocked();
}

}  // namespace imnxport
