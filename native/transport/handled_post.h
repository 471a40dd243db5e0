// One post between the executor and its handler.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "com/work_queue.h"
#include "transport/post_handler.h"

namespace imnxport {

// The handler's side may be used on any thread, never blocks, and does nothing once the command has ended.
// The other side is the executor's thread.
class HandledPost {
 public:
  // `executor` is kicked, on the I/O thread, when there is news; until Over or Close.
  HandledPost(HandledRequest request, std::weak_ptr<WorkItem> executor) noexcept
      : request_(std::move(request)), executor_(std::move(executor)) {}
  HandledPost(const HandledPost&) = delete;
  HandledPost& operator=(const HandledPost&) = delete;

  // ---- the handler
  const HandledRequest& Request() const noexcept { return request_; }

  // The handler is at work, and this is who reads. Once, before all else. If the command has ended meanwhile,
  // the reader is told from inside.
  void Begin(std::shared_ptr<HandledPostReader> reader) noexcept;
  // Asks for more of the body, which comes as OnBytes or OnEnd. One at a time: the next after that.
  void Pull() noexcept;
  // The one answer; nothing is read afterwards. False: nobody waits for it.
  bool Answer(HandledAnswer answer) noexcept;
  // There will be no answer. Harmless after one.
  void Abandon() noexcept;

  // ---- the executor's thread
  struct News {
    bool begun = false;   // it has been begun since the last call
    bool pulled = false;  // it has been pulled since the last call
    bool abandoned = false;
    std::optional<HandledAnswer> answer;  // given once
  };
  News TakeNews() noexcept;
  // The reader; null before Begin, and when nobody reads any more.
  std::shared_ptr<HandledPostReader> Reader() noexcept;
  // The command has ended: with the answer, or without one, of which the reader is told.
  void Close() noexcept;
  void Over(HRESULT reason) noexcept;

 private:
  enum class State { kOpen, kAnswered, kAbandoned, kOver };

  void TellLocked() noexcept;

  const HandledRequest request_;
  const std::weak_ptr<WorkItem> executor_;

  std::mutex mutex_;  // guards what follows; never held during a call to the reader
  State state_ = State::kOpen;
  HRESULT reason_ = S_OK;  // of kOver
  std::shared_ptr<HandledPostReader> reader_;
  bool begun_ = false;
  bool pulled_ = false;
  std::optional<HandledAnswer> answer_;
};

}  // namespace imnxport
