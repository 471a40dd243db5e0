// The way from what a foreign transport calls, on whichever thread, to who drives it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "foreign/apartment.h"
#include "foreign/foreign_listener.h"

namespace imnxport {

// Who drives a foreign transport, as its callback sees it.
class ForeignDriver : public ForeignListener {
 public:
  // There is something to Take. Any thread; never blocks.
  virtual void OnForeignNews() noexcept = 0;

  // The transport asks on its own thread, and waits. Hears first what is there to Take, with it the question;
  // returns when that has its answer. In the apartment.
  virtual void AwaitAnswer(const std::shared_ptr<ForeignQuestion>& question) noexcept = 0;

 protected:
  ~ForeignDriver() = default;
};

// One for each callback that a transport is given: what an earlier one says is never taken for the newer
// one's. Any thread.
class CallbackLink {
 public:
  using Note = std::function<void(ForeignListener&)>;

  CallbackLink(std::weak_ptr<ForeignDriver> driver, std::shared_ptr<Apartment> apartment) noexcept
      : driver_(std::move(driver)), apartment_(std::move(apartment)) {}

  // Keeps it until the driver takes it; drops it after Cut. May throw std::bad_alloc.
  void Post(Note note);

  // Posts a note that brings a question, and waits for its answer. May throw std::bad_alloc.
  QuestionAnswer Ask(const std::shared_ptr<ForeignQuestion>& question, Note note);

  // There was no memory to say how a command has ended.
  void PostLostEnd() noexcept;

  // What was posted, in order; *lost_end: an end was lost since the last call.
  std::vector<Note> Take(bool* lost_end) noexcept;

  // Nobody listens any more.
  void Cut() noexcept;

 private:
  const std::weak_ptr<ForeignDriver> driver_;
  const std::shared_ptr<Apartment> apartment_;
  std::mutex mutex_;         // guards what follows
  std::vector<Note> notes_;  // unlike a deque it is empty without any allocation
  bool lost_end_ = false;
  bool cut_ = false;
};

}  // namespace imnxport
