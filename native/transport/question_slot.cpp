// Questions and answers.
#include "transport/question_slot.h"

#include <utility>

namespace imnxport {

void QuestionSlot::Open(Asked asked, uint64_t token) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  asked_ = asked;
  token_ = token;
  answer_.reset();
}

void QuestionSlot::Close() noexcept { Open(Asked::kNothing, 0); }

std::optional<QuestionSlot::Answer> QuestionSlot::Take() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!answer_) return std::nullopt;
  asked_ = Asked::kNothing;
  return std::exchange(answer_, std::nullopt);
}

bool QuestionSlot::AnswerLogon(uint64_t token, HRESULT hr, Credentials credentials) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (asked_ != Asked::kLogon || token_ != token || answer_) return false;
  answer_.emplace();
  answer_->hr = hr;
  answer_->credentials = std::move(credentials);
  return true;
}

bool QuestionSlot::AnswerIdle(uint64_t token, HRESULT hr, uint32_t idle_ms) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (asked_ != Asked::kIdle || token_ != token || answer_) return false;
  answer_.emplace();
  answer_->hr = hr;
  answer_->idle_ms = idle_ms;
  return true;
}

bool QuestionSlot::Abandon() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (asked_ == Asked::kNothing || answer_) return false;
  answer_.emplace();
  answer_->hr = E_FAIL;
  return true;
}

}  // namespace imnxport
