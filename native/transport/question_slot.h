// The question to the client that a command waits for, and its answer.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "abi/imnxport.h"
#include "http/secret.h"

namespace imnxport {

// One at a time. The executor opens it before it posts the question, and closes it when the answer is not
// wanted any more; answers come on any thread, early, late, twice or never.
class QuestionSlot {
 public:
  enum class Asked { kNothing, kLogon, kIdle };

  struct Answer {
    Answer() noexcept {}  // written out, because clang needs it before this class is complete
    HRESULT hr = S_OK;    // S_OK: what follows is the answer; S_FALSE: declined; a failure: nobody answered
    Credentials credentials;  // of kLogon
    uint32_t idle_ms = 0;     // of kIdle; 0: as before
  };

  // ---- the executor's thread
  void Open(Asked asked, uint64_t token) noexcept;
  void Close() noexcept;
  bool IsOpen() const noexcept { return asked_ != Asked::kNothing; }
  // The answer, if it has come; the question is closed then.
  std::optional<Answer> Take() noexcept;

  // ---- any thread; false: no such question is open and unanswered
  bool AnswerLogon(uint64_t token, HRESULT hr, Credentials credentials) noexcept;
  bool AnswerIdle(uint64_t token, HRESULT hr, uint32_t idle_ms) noexcept;
  // Nobody is left to answer: whatever is open is answered with a failure.
  bool Abandon() noexcept;

 private:
  std::mutex mutex_;               // guards what follows
  Asked asked_ = Asked::kNothing;  // changed on the executor's thread only, which reads it without the lock
  uint64_t token_ = 0;
  std::optional<Answer> answer_;
};

}  // namespace imnxport
