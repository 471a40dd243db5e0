// How the commands of a transport are carried out. In front of it the transport is always the same: settings,
// queue, status and callbacks are the session's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "abi/imnxport.h"
#include "http/secret.h"

namespace imnxport {

class Session;
struct Command;

// Takes commands from its session with NextCommand, one after another, and ends each with Finished. It does
// so on "the executor's thread": whichever that is, and one at a time. It holds its session weakly, but for
// the time of a command.
//
// Acquire, Wake and Release may be called while the session or the outbox is locked: they never wait, and
// call nobody but the executor's own threads.
class CommandExecutor {
 public:
  virtual ~CommandExecutor() = default;

  // InitNew: takes hold of what it runs on. A failure is InitNew's answer, and nothing is held then. At most
  // one call of a session succeeds. Any thread.
  virtual HRESULT Acquire() noexcept = 0;
  // The end of a session that acquired it. Any thread, its own included; commands are none any more.
  virtual void Release() noexcept = 0;

  // There is a command, or one has been cancelled. Only between Acquire and Release; any thread.
  virtual void Wake() noexcept = 0;

  // Takes hold of the stream of a command whose `post` is filled in, and notes it there. The stream is asked
  // for its interfaces, nothing is read from it. A failure is CommandPOST's answer, and nothing is held then.
  // May throw std::bad_alloc. The client's thread, without locks held.
  virtual HRESULT TakeStream(IStream* stream, Command* command) = 0;

  // The answers to the question that is open for the command `token`. False: there is none. Any thread.
  virtual bool AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept = 0;
  virtual bool AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept = 0;
  // Nobody is left to answer: the open question, if any, is answered with a failure. Any thread.
  virtual void AbandonQuestion() noexcept = 0;
};

// Makes the executor of a session that is being made, and is not to be used yet. Not null; may throw
// std::bad_alloc. The thread of whoever makes the transport.
using ExecutorFactory = std::function<std::shared_ptr<CommandExecutor>(std::weak_ptr<Session>)>;

}  // namespace imnxport
