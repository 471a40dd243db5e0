// The two ways to drive a transport that is not ours: by what is documented, and by IImnxportTransport.
#pragma once

#include <memory>
#include <string>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "foreign/question_desk.h"
#include "transport/command.h"
#include "transport/session.h"

namespace imnxport {

// In the apartment of the transport. Each method may throw std::bad_alloc before anything is done.
class ForeignDoor {
 public:
  virtual ~ForeignDoor() = default;

  // Whether the transport answers IImnxportTransport: then its callback is called with 64-bit counts, by
  // token.
  virtual bool Extended() const noexcept = 0;

  // The names of the options of a command that it cannot be given; empty: it can be given all.
  virtual std::string WithoutPlace(const Command& command) const = 0;

  // Gives it the options of a command. S_OK: Post may follow. S_FALSE: it is connecting; Connected answers
  // S_OK when it is. A failure, with *problem in words: it is not to be posted.
  virtual HRESULT Prepare(const Command& command, const CommandContext& context, std::string* problem) = 0;
  virtual HRESULT Connected() noexcept = 0;

  // Whether it has been told how long a silence may last, and asks when it is over.
  virtual bool KnowsTimeout() const noexcept = 0;

  // Hands the command over. S_OK: its end will be told, under the number *id.
  virtual HRESULT Post(const Command& command, IStream* stream, uint64_t* id) = 0;

  // Has the command end. That is told as every end is.
  virtual void Cancel(uint64_t id, HRESULT reason) noexcept = 0;

  // Passes on the answer to a question that did not wait for it.
  virtual void Answer(uint64_t id, QuestionKind kind, const QuestionAnswer& answer) noexcept = 0;
};

std::unique_ptr<ForeignDoor> MakePlainDoor(ComPtr<IHTTPMailTransport> transport);
std::unique_ptr<ForeignDoor> MakeExtendedDoor(ComPtr<IImnxportTransport> transport);

}  // namespace imnxport
