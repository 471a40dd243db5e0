// Questions and answers.
#include "foreign/question_desk.h"

#include <utility>

namespace imnxport {

void ForeignQuestion::Answer(const QuestionAnswer& answer) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (answered_) return;
  try {
    answer_ = answer;
  } catch (...) {
    answer_.hr = E_OUTOFMEMORY;
  }
  answered_ = true;
  changed_.notify_all();
}

bool ForeignQuestion::Answered() const noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return answered_;
}

void ForeignQuestion::Wait() const noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return answered_; });
}

QuestionAnswer ForeignQuestion::Get() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return answer_;
}

bool QuestionDesk::Open(uint64_t token, std::shared_ptr<ForeignQuestion> question) {
  Waiting moot;
  bool fresh;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    fresh = waiting_.empty() || kind_ != question->Kind() || token_ != token;
    Waiting waiting;
    if (!fresh) waiting = waiting_;
    kind_ = question->Kind();
    token_ = token;
    waiting.push_back(std::move(question));
    if (fresh) moot.swap(waiting_);
    waiting_ = std::move(waiting);
  }
  QuestionAnswer go_on;
  go_on.hr = S_OK;
  for (const auto& each : moot) each->Answer(go_on);
  return fresh;
}

bool QuestionDesk::Answer(QuestionKind kind, uint64_t token, const QuestionAnswer& answer) noexcept {
  Waiting waiting;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (waiting_.empty() || kind_ != kind || token_ != token) return false;
    waiting.swap(waiting_);
    // Before anybody can act on it.
    if (kind == QuestionKind::kIdle && answer.hr != S_OK) declined_ = IXP_E_TIMEOUT;
    if (kind == QuestionKind::kLogon && answer.hr == S_FALSE) declined_ = IXP_E_USER_CANCEL;
  }
  for (const auto& each : waiting) each->Answer(answer);
  return true;
}

bool QuestionDesk::Close(HRESULT hr) noexcept {
  Waiting waiting;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    waiting.swap(waiting_);
  }
  QuestionAnswer answer;
  answer.hr = hr;
  for (const auto& each : waiting) each->Answer(answer);
  return !waiting.empty();
}

bool QuestionDesk::IsOpen() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return !waiting_.empty();
}

HRESULT QuestionDesk::Declined() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return declined_;
}

void QuestionDesk::Reset() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  declined_ = S_OK;
}

}  // namespace imnxport
