// What executors on the I/O thread have in common: the beginning of a command, its time-out, and its end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "http/engine.h"
#include "transport/command.h"
#include "transport/command_executor.h"
#include "transport/progress.h"
#include "transport/question_slot.h"
#include "transport/session.h"

namespace imnxport {

// The executor's thread is the I/O thread. All runs there but OnBodyNews, which comes from any, and what
// CommandExecutor says of its methods. Who derives from it does the middle of a command, between Start and
// End.
class EngineExecutor : public CommandExecutor, public WorkItem, public BodyOwner, public Timed {
 public:
  HRESULT Acquire() noexcept final;
  void Release() noexcept final;
  void Wake() noexcept final;
  HRESULT TakeStream(IStream* stream, Command* command) final;
  bool AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept final;
  bool AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept final;
  void AbandonQuestion() noexcept final;

  void Work() noexcept final;
  void OnBodyNews() noexcept final;
  Clock::time_point Deadline() const noexcept final;
  void OnDeadline() noexcept final;

 protected:
  explicit EngineExecutor(std::weak_ptr<Session> session) noexcept : weak_session_(std::move(session)) {}

  // ---- the middle of a command. Those that are not noexcept may throw std::bad_alloc, which ends the
  // command.

  // The body is prepared. True: call Advance at once.
  virtual bool Start() = 0;
  // There may be news: of the body, an answer, what was waited for. True: there is more to do now.
  virtual bool Advance() = 0;
  // When OnLook is due; not asked while a question is open.
  virtual Clock::time_point NextLook() const noexcept = 0;
  virtual void OnLook() = 0;
  // The command ends early, for this reason, whatever runs: lets go of it, and notes in Result() what is
  // known.
  virtual void Abort(HRESULT reason) noexcept = 0;
  // Its result is decided; nothing of it is needed any more.
  virtual void Forget() noexcept = 0;

  // ---- for those who write it
  bool Running() const noexcept { return phase_ == Phase::kRunning; }
  // The command's result is known. `cause`: what ends the connection, and with it every other command, or
  // S_OK.
  void End(HRESULT hr, HRESULT cause = S_OK) noexcept;
  void EndAborted(HRESULT hr, HRESULT cause = S_OK) noexcept;
  // The clock of the time-out starts again.
  virtual void OnActivity() noexcept { last_activity_ = Clock::now(); }
  Clock::time_point IdleDeadline() const noexcept;
  void AskIdle();
  // The answer to OnTimeout, if it has come. True: it was to give up, and the command has ended.
  bool TookIdleAnswer();
  void RaiseError(HRESULT hr, const HttpOutcome& outcome);
  void ReportProgress(Clock::time_point now);
  // `sent` bytes of the entity have left for good, or, if `whole`, all.
  void NoteDelivery(uint64_t sent, bool whole) noexcept;

  // What the command has come to so far.
  CommandResult& Result() noexcept { return command_->done->result; }

  std::shared_ptr<Session> session_;  // while there is a command: keeps the transport's state
  std::shared_ptr<Command> command_;
  std::unique_ptr<CommandContext> context_;  // while a command runs
  Progress progress_;
  QuestionSlot question_;
  uint32_t idle_ms_ = 0;
  Clock::time_point last_activity_{};

 private:
  enum class Phase { kIdle, kPreparing, kRunning, kClosing };

  void Run();
  bool Begin();
  bool Prepare();
  bool Closing() noexcept;
  void LogEnd(const CommandResult& result) noexcept;

  const std::weak_ptr<Session> weak_session_;
  Phase phase_ = Phase::kIdle;
  HRESULT cause_ = S_OK;  // ends the connection with the command
  bool watched_ = false;
  Clock::time_point ended_at_{};
  Clock::time_point close_look_{};  // when to look again whether the stream is back
};

}  // namespace imnxport
