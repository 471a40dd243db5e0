// Carries the commands of one transport out by HTTP, on the I/O thread: attempt, challenge, redirect,
// question, end.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/engine.h"
#include "http/proxy_lookup.h"
#include "http/transfer.h"
#include "transport/command.h"
#include "transport/command_executor.h"
#include "transport/progress.h"
#include "transport/session.h"

namespace imnxport {

// The executor's thread is the I/O thread. All runs there but OnBodyNews, which comes from any, and what
// CommandExecutor says of its methods.
class CommandRunner final : public CommandExecutor,
                            public WorkItem,
                            public BodyOwner,
                            public TransferOwner,
                            public Timed {
 public:
  explicit CommandRunner(std::weak_ptr<Session> session) noexcept : weak_session_(std::move(session)) {}
  ~CommandRunner() override = default;

  HRESULT Acquire() noexcept override;
  void Release() noexcept override;
  void Wake() noexcept override;
  HRESULT TakeStream(IStream* stream, Command* command) override;
  bool AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept override;
  bool AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept override;
  void AbandonQuestion() noexcept override;

  void Work() noexcept override;
  void OnBodyNews() noexcept override;

  void OnPhase(WirePhase phase) noexcept override;
  void OnLine(bool sent, std::string_view line) noexcept override;
  void OnChallenge() noexcept override;
  void OnSent(uint64_t bytes, bool restarted) noexcept override;
  void OnActivity() noexcept override;
  void OnTransferDone(HttpOutcome outcome) noexcept override;

  Clock::time_point Deadline() const noexcept override;
  void OnDeadline() noexcept override;

 private:
  enum class Step { kIdle, kPreparing, kFindingProxy, kOnWire, kAsking, kClosing };
  enum class Asked { kNothing, kLogon, kIdle };

  struct Question {
    uint64_t token = 0;
    Asked asked = Asked::kNothing;
    bool answered = false;
    HRESULT answer = S_OK;
    Credentials credentials;
    uint32_t idle_ms = 0;
  };

  void Advance();
  bool Begin();
  bool Prepare();
  bool FindingProxy();
  bool OnWire();
  bool Asking();
  bool Closing() noexcept;

  void StartHop();
  void StartAttempt();
  void Decide(HttpOutcome outcome);
  bool SendWithoutAsking(const HttpOutcome& outcome);
  bool ReopenConnection(const HttpOutcome& outcome);
  bool TryNextProxy(const HttpOutcome& outcome);
  bool FollowRedirect(HttpOutcome& outcome);
  bool AskLogon(HttpOutcome& outcome);
  void LookAtWire();
  void AskIdle();
  bool TookIdleAnswer();
  void OpenQuestion(Asked asked) noexcept;
  std::optional<Question> TakeAnswer() noexcept;
  void CloseQuestion() noexcept;
  bool BodyTouched(const HttpOutcome& outcome) const noexcept;
  void RewindBody(const HttpOutcome& outcome) noexcept;
  void RaiseError(HRESULT hr, const HttpOutcome& outcome);
  void End(HRESULT hr, HRESULT cause = S_OK) noexcept;
  void EndAborted(HRESULT hr, HRESULT cause = S_OK) noexcept;
  void ReportProgress(Clock::time_point now);
  void LogEnd(const CommandResult& result) noexcept;
  void NoteDelivery(uint64_t sent, bool whole) noexcept;
  bool CredentialsFit() const;
  std::string LocationOf(const HttpOutcome& outcome) const;

  const std::weak_ptr<Session> weak_session_;

  std::mutex answer_mutex_;
  Question question_;  // guarded by answer_mutex_; `asked` changes on the I/O thread only

  std::shared_ptr<Session> session_;  // while there is a command: keeps the transport's state
  std::shared_ptr<Command> command_;
  CommandContext context_;
  Step step_ = Step::kIdle;
  HttpRequest request_;
  std::shared_ptr<ProxyLookup> lookup_;  // while the way is asked for
  std::vector<std::string> proxies_;     // the system's for this URL: the one in use, and those behind it
  std::unique_ptr<Transfer> transfer_;
  Progress progress_;
  CommandResult result_;
  HttpOutcome challenge_;  // what the question about a logon is about
  int hops_ = 0;
  int prompts_ = 0;
  bool never_ask_ = false;  // the server does not want to be asked before the entity is sent
  HRESULT cause_ = S_OK;    // ends the connection with the command
  uint32_t idle_ms_ = 0;
  bool watched_ = false;
  Clock::time_point last_activity_{};
  Clock::time_point next_look_{};  // at the wire
  uint64_t moved_ = 0;             // what the last look at the wire showed
  Clock::time_point ended_at_{};
  Clock::time_point close_look_{};  // when to look again whether the stream is back
};

// An ExecutorFactory.
std::shared_ptr<CommandExecutor> MakeHttpExecutor(std::weak_ptr<Session> session);

}  // namespace imnxport
