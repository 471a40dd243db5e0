// Carries the commands of one transport out through another, which is not ours.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "foreign/alarm.h"
#include "foreign/apartment.h"
#include "foreign/callback_link.h"
#include "foreign/foreign_callback.h"
#include "foreign/foreign_door.h"
#include "foreign/foreign_stream.h"
#include "foreign/question_desk.h"
#include "foreign/transport_source.h"
#include "transport/command_executor.h"
#include "transport/progress.h"
#include "transport/session.h"

namespace imnxport {

// Why a command was not carried out at all, where the HRESULT alone does not tell.
enum class ForeignRefusal {
  kNotFound,     // see OpenProblem
  kBitness,      // ...
  kFailed,       // ...
  kUnsupported,  // an option that the transport cannot be given
  kReplaced      // somebody gave the transport another callback than ours
};

struct ForeignFailure {
  std::optional<ForeignRefusal> refusal;
  std::string text;  // in words
};

// Who asks the client on the transport's own thread, where that must not wait. In the apartment.
class AskHere {
 public:
  virtual ~AskHere() = default;
  // The answer, if there is one at once, has been given by AnswerLogon or AnswerIdle when it returns.
  virtual void Logon(uint64_t token, const std::string& origin, uint32_t attempt) noexcept = 0;
  virtual void Idle(uint64_t token, uint32_t idle_ms) noexcept = 0;
};

// The executor's thread is the apartment. All runs there but what says that it does not. The transport comes
// from its source at the first use, and is given our callback by InitNew; commands go to it one at a time.
// One that cannot be relied on any more (a command that does not end when it is cancelled) is let go, and the
// source is asked again. Source: our decision (behaviour 10).
class ForeignRunner final : public CommandExecutor, public WorkItem, public ForeignDriver, public AlarmOwner {
 public:
  // `ask_here`: null where the apartment may wait. May throw std::bad_alloc. Any thread.
  static std::shared_ptr<ForeignRunner> Make(std::weak_ptr<Session> session,
                                             std::shared_ptr<Apartment> apartment,
                                             std::unique_ptr<TransportSource> source,
                                             std::unique_ptr<AskHere> ask_here);
  // For Make.
  ForeignRunner(std::weak_ptr<Session> session, std::shared_ptr<Apartment> apartment,
                std::unique_ptr<TransportSource> source, std::unique_ptr<AskHere> ask_here) noexcept;
  ~ForeignRunner() override = default;

  // CommandExecutor
  HRESULT Acquire() noexcept override { return S_OK; }
  void Release() noexcept override;
  void Wake() noexcept override;
  HRESULT TakeStream(IStream* stream, Command* command) override;
  bool AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept override;
  bool AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept override;
  void AbandonQuestion() noexcept override;

  // Opens the transport now, if it is not open. A failure is what a command would end with. May throw
  // std::bad_alloc.
  HRESULT Open(ForeignFailure* why);
  // Opens it, and gives it our callback and this user agent.
  HRESULT Initialise(const std::string& user_agent, ForeignFailure* why);
  // The transport itself; null: it is not open.
  const ComPtr<IHTTPMailTransport>& Transport() const noexcept { return transport_; }
  // The end: what runs is dropped, the transport is released. May be called again.
  void Close() noexcept;

  // Where all of this is. Any thread.
  Apartment& Place() noexcept { return *apartment_; }

  // Why the command `token` was refused, if it was; once. Any thread.
  std::optional<ForeignRefusal> TakeRefusal(uint64_t token) noexcept;

  void Work() noexcept override;
  void OnAlarm() noexcept override;
  void OnForeignNews() noexcept override;
  void AwaitAnswer(const std::shared_ptr<ForeignQuestion>& question) noexcept override;

  void OnForeignStatus(IXPSTATUS status) override;
  void OnForeignLine(CMDTYPE type, const std::string& line) override;
  void OnForeignError(IXPSTATUS status, HRESULT hr, uint32_t socket_error,
                      const std::string& problem) override;
  void OnForeignProgress(uint64_t id, const PostCounts& counts, bool exact) override;
  void OnForeignEnd(uint64_t id, const CommandResult& result, const PostCounts& counts, bool exact) override;
  void OnForeignLogon(uint64_t id, const std::string& origin,
                      std::shared_ptr<ForeignQuestion> question) override;
  void OnForeignIdle(uint64_t id, uint32_t idle_ms, std::shared_ptr<ForeignQuestion> question) override;
  void OnForeignLetGo() override;

 private:
  enum class Step { kIdle, kPreparing, kConnecting, kPosting, kRunning, kDropping };

  // ---- foreign_runner.cpp: the steps, each of which says whether there is more to do now
  void Advance();
  bool Begin();
  bool Prepare();
  bool Connecting();
  bool Post();
  bool Running();
  bool Dropping() noexcept;
  void Drop(HRESULT reason) noexcept;
  void End(HRESULT hr) noexcept;
  void AddRemark() noexcept;
  void EndRefused(HRESULT hr, ForeignFailure why) noexcept;
  void EndAsTold();
  HRESULT GiveCallback(const std::string& user_agent);
  void LetGo() noexcept;
  void Forget() noexcept;

  // ---- foreign_runner_told.cpp: what the transport tells
  void TakeNotes() noexcept;
  bool Concerns(uint64_t id) const noexcept;
  void NoteCounts(const PostCounts& counts, bool exact) noexcept;
  void NoteDelivery() noexcept;
  void RaiseError(IXPSTATUS status, HRESULT hr, uint32_t socket_error, const std::string& problem);
  void LogEnd(const CommandResult& result) noexcept;

  // ---- foreign_runner_questions.cpp: what it asks, and what its silence asks
  std::shared_ptr<ForeignQuestion> Accept(uint64_t id, QuestionKind kind,
                                          std::shared_ptr<ForeignQuestion> question);
  void AskAboutSilence();
  void TakeAnswer();
  bool Answer(QuestionKind kind, uint64_t token, QuestionAnswer answer) noexcept;
  Clock::time_point SilentAt() const noexcept;
  void WatchSilence() noexcept;
  void LookForSilence();
  void NoteActivity() noexcept { last_activity_ = Clock::now(); }

  const std::weak_ptr<Session> weak_session_;
  const std::shared_ptr<Apartment> apartment_;
  const std::unique_ptr<TransportSource> source_;
  const std::unique_ptr<AskHere> ask_here_;
  std::shared_ptr<Alarm> alarm_;

  // Any thread.
  QuestionDesk questions_;
  std::atomic<Clock::time_point> last_activity_{};
  std::atomic<bool> alarm_rang_{false};
  std::atomic<bool> closing_{false};
  std::mutex refusals_mutex_;
  std::map<uint64_t, ForeignRefusal> refusals_;  // guarded by refusals_mutex_

  // The transport, and what it was given.
  ComPtr<IHTTPMailTransport> transport_;
  std::unique_ptr<ForeignDoor> door_;
  std::shared_ptr<CallbackLink> link_;
  ComPtr<ForeignCallback> callback_;
  std::optional<std::string> user_agent_;  // of InitNew, once it was called
  bool replaced_ = false;                  // our callback, by somebody else's

  // The command.
  std::shared_ptr<Session> session_;  // while there is one: keeps the front's state
  std::shared_ptr<Command> command_;
  CommandContext context_;
  Step step_ = Step::kIdle;
  std::shared_ptr<ForeignStream> stream_;
  uint64_t id_ = 0;  // under which the transport tells of it
  Progress progress_;
  CommandResult result_;
  std::optional<CommandResult> told_;  // its end
  bool delivery_told_ = false;         // ... with how much of the entity had left
  std::string remark_;                 // what else there is to say of a failure
  HRESULT reason_ = S_OK;              // why it is dropped
  HRESULT connect_failure_ = S_OK;
  bool connecting_seen_ = false;
  bool tried_to_connect_ = false;
  Clock::time_point drop_until_{};
  std::shared_ptr<ForeignQuestion> asked_;  // whose answer Work has to look for
  bool asked_by_us_ = false;                // it is about the transport's silence
  uint32_t logons_ = 0;
  uint32_t idle_ms_ = 0;

  int inside_ = 0;      // Work, or a question of the transport that waits here, is running
  bool again_ = false;  // Work was called meanwhile
  bool asking_here_ = false;
  bool closed_ = false;
};

}  // namespace imnxport
