// What a transport is between the threads: its settings, its queue, its status. The COM object calls it
// on the client's threads, the executor on its own.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "abi/imnxport_ext.h"
#include "transport/command.h"
#include "transport/command_executor.h"
#include "transport/command_log.h"
#include "transport/options.h"
#include "transport/outbox.h"
#include "transport/transport_state.h"

namespace imnxport {

// What a command needs to know when its turn comes.
struct CommandContext {
  std::string user_agent;
  std::shared_ptr<CommandLog> log;
  std::optional<Credentials> credentials;
  uint32_t idle_timeout_ms = 0;
  bool log_commands = false;
};

class Session final : public std::enable_shared_from_this<Session> {
 public:
  // `make_executor`: who carries its commands out. May throw std::bad_alloc.
  static std::shared_ptr<Session> Make(const ExecutorFactory& make_executor);
  ~Session();

  Outbox& Events() noexcept { return *outbox_; }

  // ---- the client's threads; HRESULTs as documented for the methods of the same name. May throw
  // std::bad_alloc before anything is changed.
  HRESULT InitNew(LPCSTR user_agent, LPCSTR log_path, IHTTPMailCallback* callback);
  HRESULT Connect(const INETSERVER& server, bool log_commands);
  HRESULT Disconnect() noexcept;
  HRESULT DropConnection() noexcept;
  HRESULT HandsOffCallback() noexcept;
  HRESULT GetServerInfo(INETSERVER* server) noexcept;
  HRESULT CheckInitialised() noexcept;
  bool IsState(IXPISSTATE state) noexcept;
  IXPSTATUS Status() noexcept;
  HRESULT Configure(TransportOptions options);
  // Whether it is the URL of the post that was accepted last: to take a URL apart is most of what a post
  // costs its caller.
  bool IsLastUrl(LPCSTR url) noexcept;
  HRESULT Post(PostOptions post, IStream* stream, uint64_t* token);
  HRESULT Cancel(uint64_t token, HRESULT reason) noexcept;
  // As DropConnection, in whatever state: the callback's thread has ended.
  void Abort() noexcept;
  // The last reference is gone: likewise, and no call is made any more.
  void Shutdown() noexcept;

  // ---- answers to questions; any thread. S_FALSE: that question is not open.
  HRESULT AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept;
  HRESULT AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept;
  INETSERVER ServerForPrompt(const std::string& origin) noexcept;

  // The final response of a command has been delivered, or never will be. Any thread.
  void CommandSettled() noexcept { busy_.fetch_sub(1, std::memory_order_acq_rel); }

  // ---- the executor's thread, whichever that is: one call at a time
  // The command whose turn it is, or null. It stays first in the queue until Finished.
  std::shared_ptr<Command> NextCommand() noexcept;
  CommandContext ContextOf(const Command& command);
  // The first command has ended: `done` is its final response. `cause`: what ends the connection, and
  // with it every other command, or S_OK.
  void Finished(std::unique_ptr<DoneEvent> done, HRESULT cause) noexcept;
  void SetStatus(TransportEvent event) noexcept;
  // A status that is somebody else's: of the transport that carries the commands out in our place.
  void SetStatus(IXPSTATUS status) noexcept;
  void SetAuthenticated(const Command& command, const Credentials& credentials) noexcept;

 private:
  Session() = default;

  bool HasUnboundCredentialsLocked() const noexcept;
  void BindCredentialsLocked(const std::string& origin);
  void SetStatusLocked(TransportEvent event) noexcept;
  void SetStatusLocked(IXPSTATUS next) noexcept;
  void CancelAllLocked(HRESULT reason, bool running_too) noexcept;
  void EndConnectionLocked() noexcept;
  void AbandonQuestions() noexcept;
  void WakeExecutor() noexcept;

  std::shared_ptr<Outbox> outbox_;
  std::shared_ptr<CommandExecutor> executor_;
  std::atomic<int> busy_{0};  // commands whose final response has not been delivered

  std::mutex mutex_;  // guards what follows; never held during a call into the client
  bool initialised_ = false;
  bool acquired_ = false;  // the executor has what it runs on
  std::string user_agent_;
  std::shared_ptr<CommandLog> log_;
  std::shared_ptr<const TransportOptions> options_;  // null: the defaults
  std::shared_ptr<Connection> connection_;
  std::list<std::shared_ptr<Command>> commands_;  // the running one first
  std::string last_url_;                          // of an accepted post
  uint64_t last_to_end_ = 0;        // Disconnect: DISCONNECTED follows when this command has ended
  uint64_t cancelled_through_ = 0;  // what is queued up to this command has been cancelled
  bool ending_ = false;
  bool authenticated_ = false;
  IXPSTATUS status_ = IXP_DISCONNECTED;
};

}  // namespace imnxport
