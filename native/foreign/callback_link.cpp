// Carrying what is told into the apartment.
#include "foreign/callback_link.h"

#include <utility>

namespace imnxport {
namespace {

// Declines a question that nobody has heard, when the note that brings it is dropped.
class Unheard {
 public:
  explicit Unheard(std::shared_ptr<ForeignQuestion> question) noexcept : question_(std::move(question)) {}
  ~Unheard() {
    if (!heard_) question_->Answer(QuestionAnswer());
  }
  Unheard(const Unheard&) = delete;
  Unheard& operator=(const Unheard&) = delete;
  void Heard() noexcept { heard_ = true; }

 private:
  const std::shared_ptr<ForeignQuestion> question_;
  bool heard_ = false;
};

}  // namespace

void CallbackLink::Post(Note note) {
  const auto driver = driver_.lock();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (cut_ || !driver) return;
    notes_.push_back(std::move(note));
  }
  driver->OnForeignNews();
}

void CallbackLink::PostLostEnd() noexcept {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    lost_end_ = true;
  }
  if (const auto driver = driver_.lock()) driver->OnForeignNews();
}

QuestionAnswer CallbackLink::Ask(const std::shared_ptr<ForeignQuestion>& question, Note note) {
  {
    auto unheard = std::make_shared<Unheard>(question);
    Post([unheard = std::move(unheard), note = std::move(note)](ForeignListener& listener) {
      note(listener);
      unheard->Heard();
    });
  }
  if (apartment_->IsHere()) {
    if (const auto driver = driver_.lock()) driver->AwaitAnswer(question);
  }
  question->Wait();
  return question->Get();
}

std::vector<CallbackLink::Note> CallbackLink::Take(bool* lost_end) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  *lost_end = std::exchange(lost_end_, false);
  return std::exchange(notes_, {});
}

void CallbackLink::Cut() noexcept {
  std::vector<Note> dropped;
  std::lock_guard<std::mutex> lock(mutex_);
  cut_ = true;
  dropped.swap(notes_);  // destroyed after the lock is given back
}

}  // namespace imnxport
