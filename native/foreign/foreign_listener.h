// Who hears what a foreign transport tells.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "abi/imnxport_ext.h"
#include "foreign/question_desk.h"
#include "transport/events.h"

namespace imnxport {

// In the apartment of the transport, one call at a time, in the order in which it was told. `id` tells
// commands apart: the token of an extended transport, the context of another one. May throw std::bad_alloc.
class ForeignListener {
 public:
  // The id of a question that does not say which command it is about: the one that runs.
  static constexpr uint64_t kAnyCommand = ~uint64_t{0};

  virtual void OnForeignStatus(IXPSTATUS status) = 0;
  virtual void OnForeignLine(CMDTYPE type, const std::string& line) = 0;
  virtual void OnForeignError(IXPSTATUS status, HRESULT hr, uint32_t socket_error,
                              const std::string& problem) = 0;
  // `exact`: the counts have 64 bits.
  virtual void OnForeignProgress(uint64_t id, const PostCounts& counts, bool exact) = 0;
  virtual void OnForeignEnd(uint64_t id, const CommandResult& result, const PostCounts& counts,
                            bool exact) = 0;
  // It asks, and waits for the answer to `question`; null: it is answered by AnswerLogon or AnswerIdle. What
  // concerns no command that runs is declined.
  virtual void OnForeignLogon(uint64_t id, const std::string& origin,
                              std::shared_ptr<ForeignQuestion> question) = 0;
  virtual void OnForeignIdle(uint64_t id, uint32_t idle_ms, std::shared_ptr<ForeignQuestion> question) = 0;
  // It has let go of our callback, which nobody told it to.
  virtual void OnForeignLetGo() = 0;

 protected:
  ~ForeignListener() = default;
};

}  // namespace imnxport
