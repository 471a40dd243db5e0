// Carries the commands of one transport out by HTTP: attempt, challenge, redirect, question, end.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/proxy_lookup.h"
#include "http/transfer.h"
#include "transport/engine_executor.h"

namespace imnxport {

// The I/O thread, as in EngineExecutor.
class CommandRunner final : public EngineExecutor, public TransferOwner {
 public:
  explicit CommandRunner(std::weak_ptr<Session> session) noexcept : EngineExecutor(std::move(session)) {}
  ~CommandRunner() override = default;

  void OnPhase(WirePhase phase) noexcept override;
  void OnLine(bool sent, std::string_view line) noexcept override;
  void OnChallenge() noexcept override;
  void OnSent(uint64_t bytes, bool restarted) noexcept override;
  void OnActivity() noexcept override;
  void OnTransferDone(HttpOutcome outcome) noexcept override;

 private:
  enum class Step { kFindingProxy, kOnWire, kAsking };

  bool Start() override;
  bool Advance() override;
  Clock::time_point NextLook() const noexcept override;
  void OnLook() override;
  void Abort(HRESULT reason) noexcept override;
  void Forget() noexcept override;

  bool FindingProxy();
  bool OnWire();
  bool Asking();
  // Whether Advance has something to do that it need not wait for.
  bool Restless() const noexcept { return !Running() || step_ != Step::kOnWire; }

  void StartHop();
  void StartAttempt();
  void Decide(HttpOutcome outcome);
  bool SendWithoutAsking(const HttpOutcome& outcome);
  bool ReopenConnection(const HttpOutcome& outcome);
  bool TryNextProxy(const HttpOutcome& outcome);
  bool FollowRedirect(HttpOutcome& outcome);
  bool AskLogon(HttpOutcome& outcome);
  void LookAtWire();
  bool BodyTouched(const HttpOutcome& outcome) const noexcept;
  void RewindBody(const HttpOutcome& outcome) noexcept;
  bool CredentialsFit() const;

  Step step_ = Step::kOnWire;
  std::unique_ptr<HttpRequest> request_;  // while there is a command: thousands of transports have none
  std::shared_ptr<ProxyLookup> lookup_;   // while the way is asked for
  std::vector<std::string> proxies_;      // the system's for this URL: the one in use, and those behind it
  std::unique_ptr<Transfer> transfer_;
  std::unique_ptr<HttpOutcome> challenge_;  // what the question about a logon is about
  int hops_ = 0;
  int prompts_ = 0;
  bool never_ask_ = false;         // the server does not want to be asked before the entity is sent
  Clock::time_point next_look_{};  // at the wire
  uint64_t moved_ = 0;             // what the last look at the wire showed
};

// An ExecutorFactory.
std::shared_ptr<CommandExecutor> MakeHttpExecutor(std::weak_ptr<Session> session);

}  // namespace imnxport
