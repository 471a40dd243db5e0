// The question of a foreign transport that its client has not answered yet.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "abi/imnxport.h"
#include "http/secret.h"

namespace imnxport {

enum class QuestionKind { kLogon, kIdle };

struct QuestionAnswer {
  HRESULT hr = S_FALSE;  // S_OK: as answered; S_FALSE: declined; a failure: nobody answered
  Credentials credentials;
  uint32_t idle_ms = 0;  // 0: as before
};

// One who waits for an answer. Any thread.
class ForeignQuestion {
 public:
  explicit ForeignQuestion(QuestionKind kind) noexcept : kind_(kind) {}
  QuestionKind Kind() const noexcept { return kind_; }

  // The first answer counts.
  void Answer(const QuestionAnswer& answer) noexcept;
  bool Answered() const noexcept;
  // Blocks until there is one.
  void Wait() const noexcept;
  // After that.
  QuestionAnswer Get() const;

 private:
  const QuestionKind kind_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::condition_variable changed_;
  bool answered_ = false;
  QuestionAnswer answer_;
};

// The question that is open for a command, and all who wait for its answer. Any thread.
class QuestionDesk {
 public:
  // `question` waits for the answer to the question of its kind. True: the client has to be asked; else it
  // has been. One of another kind is moot, and answered with S_OK. May throw std::bad_alloc before that.
  bool Open(uint64_t token, std::shared_ptr<ForeignQuestion> question);

  // False: no such question is open.
  bool Answer(QuestionKind kind, uint64_t token, const QuestionAnswer& answer) noexcept;

  // Answers whatever is open with `hr`. False: nothing was.
  bool Close(HRESULT hr) noexcept;

  bool IsOpen() noexcept;

  // What an answer since Reset makes of the command and of those behind it (behaviour 6.3, 7): IXP_E_TIMEOUT,
  // IXP_E_USER_CANCEL, or S_OK.
  HRESULT Declined() noexcept;
  void Reset() noexcept;

 private:
  using Waiting = std::vector<std::shared_ptr<ForeignQuestion>>;

  std::mutex mutex_;  // guards what follows
  QuestionKind kind_ = QuestionKind::kLogon;
  uint64_t token_ = 0;
  Waiting waiting_;
  HRESULT declined_ = S_OK;
};

}  // namespace imnxport
