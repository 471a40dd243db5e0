// A handled post, passed to and fro.
#include "transport/handled_post.h"

#include <utility>

#include "http/engine.h"

namespace imnxport {

// While the post is open its command runs, and that keeps the engine.
void HandledPost::TellLocked() noexcept {
  if (const auto executor = executor_.lock()) Engine::Get().Kick(*executor);
}

// ---- the handler ------------------------------------------------------------------------------------

void HandledPost::Begin(std::shared_ptr<HandledPostReader> reader) noexcept {
  HRESULT over;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (state_ == State::kOpen) {
      reader_ = std::move(reader);
      begun_ = true;
      TellLocked();
      return;
    }
    over = reason_;
  }
  if (FAILED(over)) reader->OnOver(over);
}

void HandledPost::Pull() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::kOpen) return;
  pulled_ = true;
  TellLocked();
}

bool HandledPost::Answer(HandledAnswer answer) noexcept {
  std::shared_ptr<HandledPostReader> reader;  // let go without the lock
  std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::kOpen) return false;
  state_ = State::kAnswered;
  reader = std::move(reader_);
  answer_ = std::move(answer);
  TellLocked();
  return true;
}

void HandledPost::Abandon() noexcept {
  std::shared_ptr<HandledPostReader> reader;
  std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::kOpen) return;
  state_ = State::kAbandoned;
  reader = std::move(reader_);
  TellLocked();
}

// ---- the executor -----------------------------------------------------------------------------------

HandledPost::News HandledPost::TakeNews() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  News news;
  news.begun = std::exchange(begun_, false);
  news.pulled = std::exchange(pulled_, false);
  news.abandoned = state_ == State::kAbandoned;
  news.answer = std::exchange(answer_, std::nullopt);
  return news;
}

std::shared_ptr<HandledPostReader> HandledPost::Reader() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return reader_;
}

void HandledPost::Close() noexcept { Over(S_OK); }

void HandledPost::Over(HRESULT reason) noexcept {
  std::shared_ptr<HandledPostReader> reader;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (state_ == State::kOver) return;
    reader = std::move(reader_);
    // Who has answered, or gone, wants to hear nothing.
    reason_ = state_ == State::kOpen ? reason : S_OK;
    state_ = State::kOver;
  }
  if (reader && FAILED(reason)) reader->OnOver(reason);
}

}  // namespace imnxport
