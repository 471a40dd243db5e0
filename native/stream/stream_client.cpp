// Whose turn it is.
#include "stream/stream_client.h"

#include <utility>

#include "stream/stream_apartment.h"
#include "stream/stream_threads.h"

namespace imnxport {

std::shared_ptr<StreamClient> StreamClient::Make(IStream* stream, std::shared_ptr<StreamClientOwner> owner) {
  return std::make_shared<StreamClient>(stream, std::move(owner));
}

StreamClient::StreamClient(IStream* stream, std::shared_ptr<StreamClientOwner> owner)
    : owner_(std::move(owner)), bound_(BelongsToThisThread(stream)), stream_(stream) {}

StreamClient::~StreamClient() = default;

void StreamClient::Queue(std::unique_ptr<StreamCall> call) noexcept {
  std::unique_lock lock(mutex_);
  if (closing_) {
    lock.unlock();
    owner_->OnDone(std::move(call), false);
    return;
  }
  StreamCall* const added = call.get();
  (newest_ ? newest_->next_ : first_) = std::move(call);
  newest_ = added;
  Schedule(lock);
}

void StreamClient::Close(std::unique_ptr<StreamCall> last) noexcept {
  std::unique_lock lock(mutex_);
  closing_ = true;
  last_ = std::move(last);
  std::unique_ptr<StreamCall> dropped = std::move(first_);
  newest_ = nullptr;
  lock.unlock();
  while (dropped) {
    std::unique_ptr<StreamCall> rest = std::move(dropped->next_);
    owner_->OnDone(std::exchange(dropped, std::move(rest)), false);
  }
  lock.lock();
  Schedule(lock);
}

// Without a thread to be had, calls are made here rather than never.
void StreamClient::Schedule(std::unique_lock<std::mutex>& lock) noexcept {
  if (std::exchange(working_, true)) return;
  if (bound_ || !StreamThreads().Run(*this)) RunAll(lock);
}

void StreamClient::Work() noexcept {
  std::unique_lock lock(mutex_);
  RunAll(lock);
}

void StreamClient::RunAll(std::unique_lock<std::mutex>& lock) noexcept {
  while (first_) {
    std::unique_ptr<StreamCall> call = std::move(first_);
    first_ = std::move(call->next_);
    if (!first_) newest_ = nullptr;
    lock.unlock();
    call->Run(stream_.Get());
    owner_->OnDone(std::move(call), true);
    lock.lock();
  }
  working_ = false;
  if (!closing_ || !stream_) return;
  ComPtr<IStream> released = std::move(stream_);
  std::unique_ptr<StreamCall> last = std::move(last_);
  lock.unlock();
  released.Reset();
  if (last) owner_->OnDone(std::move(last), true);
  lock.lock();
}

}  // namespace imnxport
