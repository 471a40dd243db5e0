// The state of a transport between the threads.
#include "transport/session.h"

#include <iterator>
#include <utility>

#include "http/url.h"
#include "transport/server_info.h"

namespace imnxport {
namespace {

constexpr uint32_t kDefaultIdleMs = 60'000;

std::atomic<uint64_t> last_token{0};

}  // namespace

std::shared_ptr<Session> Session::Make(const ExecutorFactory& make_executor) {
  std::shared_ptr<Session> session(new Session);
  session->outbox_ = std::make_shared<Outbox>();
  session->executor_ = make_executor(session);
  return session;
}

Session::~Session() {
  if (acquired_) executor_->Release();
}

// ---- InitNew and the life of a connection -----------------------------------------------------------

HRESULT Session::InitNew(LPCSTR user_agent, LPCSTR log_path, IHTTPMailCallback* callback) {
  if (busy_.load(std::memory_order_acquire) > 0) return IXP_E_BUSY;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (connection_) return IXP_E_ALREADY_CONNECTED;
    if (!acquired_) {
      const HRESULT hr = executor_->Acquire();
      if (FAILED(hr)) return hr;
      acquired_ = true;
    }
  }
  std::string agent = user_agent;
  std::shared_ptr<CommandLog> log;
  if (log_path) {
    const HRESULT hr = CommandLog::Open(log_path, &log);
    if (FAILED(hr)) return hr;
  }
  const HRESULT hr = outbox_->Attach(callback);
  if (FAILED(hr)) return hr;
  std::lock_guard<std::mutex> lock(mutex_);
  user_agent_ = std::move(agent);
  log_ = std::move(log);
  initialised_ = true;
  return S_OK;
}

HRESULT Session::Connect(const INETSERVER& server, bool log_commands) {
  auto connection = std::make_shared<Connection>();
  connection->server = server;
  connection->origin = OriginOfServer(server);
  if (!CredentialsOfServer(server, &connection->credentials.emplace())) connection->credentials.reset();
  connection->timeout_ms = server.dwTimeout > UINT32_MAX / 1000 ? UINT32_MAX : server.dwTimeout * 1000;
  connection->log_commands = log_commands;
  std::lock_guard<std::mutex> lock(mutex_);
  if (!initialised_) return IXP_E_NOT_INIT;
  if (connection_) return IXP_E_ALREADY_CONNECTED;
  connection_ = std::move(connection);
  ending_ = false;
  SetStatusLocked(TransportEvent::kConnect);
  SetStatusLocked(TransportEvent::kConnectDone);
  return S_OK;
}

HRESULT Session::Disconnect() noexcept {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!initialised_) return IXP_E_NOT_INIT;
    if (!connection_) return IXP_E_NOT_CONNECTED;
    CancelAllLocked(IXP_E_USER_CANCEL, false);
    SetStatusLocked(TransportEvent::kDisconnect);
    EndConnectionLocked();
  }
  WakeExecutor();
  return S_OK;
}

HRESULT Session::DropConnection() noexcept {
  const HRESULT hr = CheckInitialised();
  if (SUCCEEDED(hr)) Abort();
  return hr;
}

void Session::Abort() noexcept {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    CancelAllLocked(IXP_E_CONNECTION_DROPPED, true);
    EndConnectionLocked();
  }
  WakeExecutor();
}

// The connection is over at once; DISCONNECTED is announced when the commands that it ends have ended.
void Session::EndConnectionLocked() noexcept {
  connection_.reset();
  authenticated_ = false;
  ending_ = !commands_.empty();
  last_to_end_ = ending_ ? commands_.back()->token : 0;
  if (!ending_) SetStatusLocked(TransportEvent::kDisconnected);
}

void Session::CancelAllLocked(HRESULT reason, bool running_too) noexcept {
  if (commands_.empty()) return;
  if (running_too) commands_.front()->Cancel(reason);
  // What was cancelled before is not looked at again: a client may drop its connection after every post.
  for (auto command = commands_.rbegin(); command != std::prev(commands_.rend()); ++command) {
    if ((*command)->token <= cancelled_through_) break;
    (*command)->Cancel(reason);
  }
  cancelled_through_ = commands_.back()->token;
}

void Session::Shutdown() noexcept {
  outbox_->Detach();
  Abort();
}

HRESULT Session::HandsOffCallback() noexcept {
  if (!outbox_->Detach()) return S_FALSE;
  AbandonQuestions();
  return S_OK;
}

// ---- what a client may ask --------------------------------------------------------------------------

HRESULT Session::CheckInitialised() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return initialised_ ? S_OK : IXP_E_NOT_INIT;
}

HRESULT Session::GetServerInfo(INETSERVER* server) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!initialised_) return IXP_E_NOT_INIT;
  *server = connection_ ? connection_->server : INETSERVER{};
  return S_OK;
}

bool Session::IsState(IXPISSTATE state) noexcept {
  const bool busy = busy_.load(std::memory_order_acquire) > 0;
  std::lock_guard<std::mutex> lock(mutex_);
  switch (state) {
    case IXP_IS_CONNECTED:
      return connection_ != nullptr;
    case IXP_IS_BUSY:
      return busy;
    case IXP_IS_READY:
      return connection_ && !busy;
    case IXP_IS_AUTHENTICATED:
      return authenticated_;
  }
  return false;
}

IXPSTATUS Session::Status() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return status_;
}

// ---- commands ---------------------------------------------------------------------------------------

HRESULT Session::Configure(TransportOptions options) {
  auto copy = std::make_shared<const TransportOptions>(std::move(options));
  std::lock_guard<std::mutex> lock(mutex_);
  if (!initialised_) return IXP_E_NOT_INIT;
  options_.swap(copy);
  return S_OK;
}

bool Session::IsLastUrl(LPCSTR url) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return !last_url_.empty() && last_url_ == url;
}

HRESULT Session::Post(PostOptions post, IStream* stream, uint64_t* token) {
  std::string origin;
  auto command = std::make_shared<Command>();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!initialised_) return IXP_E_NOT_INIT;
    if (HasUnboundCredentialsLocked()) origin = UrlOrigin(post.url);
  }
  // The stream's interfaces are asked for here, on the client's thread; nothing is read from it.
  command->post = std::move(post);
  const HRESULT hr = executor_->TakeStream(stream, command.get());
  if (FAILED(hr)) return hr;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!origin.empty()) BindCredentialsLocked(origin);
    command->options = options_ ? options_ : std::make_shared<const TransportOptions>();
    command->connection = connection_;
    if (last_url_ != command->post.url) last_url_ = command->post.url;
  }
  command->post.headers = MergeHeaders(command->post.headers, command->options->headers);
  command->done = std::make_unique<DoneEvent>(shared_from_this());
  command->done->context = command->post.context;
  busy_.fetch_add(1, std::memory_order_acq_rel);  // from here on the end of `done` settles it
  {
    std::lock_guard<std::mutex> lock(mutex_);
    command->token = command->done->token = last_token.fetch_add(1, std::memory_order_relaxed) + 1;
    if (token) *token = command->token;
    commands_.push_back(std::move(command));
  }
  WakeExecutor();
  return S_OK;
}

bool Session::HasUnboundCredentialsLocked() const noexcept {
  return (options_ && options_->credentials && options_->credentials->origin.empty()) ||
         (connection_ && connection_->origin.empty());
}

// Credentials that were given without a server belong to the first one that is posted to.
void Session::BindCredentialsLocked(const std::string& origin) {
  if (options_ && options_->credentials && options_->credentials->origin.empty()) {
    auto bound = std::make_shared<TransportOptions>(*options_);
    bound->credentials->origin = origin;
    options_ = std::move(bound);
  }
  if (connection_ && connection_->origin.empty()) {
    connection_->origin = origin;
    if (connection_->credentials) connection_->credentials->origin = origin;
  }
}

HRESULT Session::Cancel(uint64_t token, HRESULT reason) noexcept {
  bool cancelled = false;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!initialised_) return IXP_E_NOT_INIT;
    for (const auto& command : commands_) {
      if (command->token == token) cancelled = command->Cancel(reason);
    }
  }
  if (cancelled) WakeExecutor();
  return cancelled ? S_OK : S_FALSE;
}

void Session::WakeExecutor() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  const bool work = acquired_ && !commands_.empty();
  lock.unlock();
  if (work) executor_->Wake();
}

// ---- questions --------------------------------------------------------------------------------------

HRESULT Session::AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept {
  return executor_->AnswerLogon(token, answer, std::move(credentials)) ? S_OK : S_FALSE;
}

HRESULT Session::AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept {
  return executor_->AnswerIdle(token, answer, idle_ms) ? S_OK : S_FALSE;
}

void Session::AbandonQuestions() noexcept { executor_->AbandonQuestion(); }

INETSERVER Session::ServerForPrompt(const std::string& origin) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  // What Connect was given is shown to the server that it was given for, and to no other.
  if (connection_ && connection_->origin == origin) return connection_->server;
  INETSERVER server{};
  SetServerText(server.szServerName, origin.c_str());
  return server;
}

// ---- the executor's thread --------------------------------------------------------------------------

std::shared_ptr<Command> Session::NextCommand() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return commands_.empty() ? nullptr : commands_.front();
}

CommandContext Session::ContextOf(const Command& command) {
  CommandContext context;
  std::lock_guard<std::mutex> lock(mutex_);
  context.user_agent = user_agent_;
  context.log = log_;
  context.credentials = command.options->credentials;
  context.log_commands = command.options->log_commands;
  context.idle_timeout_ms = command.options->idle_timeout_ms;
  if (const Connection* connection = command.connection.get()) {
    if (connection->credentials) context.credentials = connection->credentials;
    context.log_commands = context.log_commands || connection->log_commands;
    if (context.idle_timeout_ms == 0) context.idle_timeout_ms = connection->timeout_ms;
  }
  if (context.idle_timeout_ms == 0) context.idle_timeout_ms = kDefaultIdleMs;
  return context;
}

void Session::Finished(std::unique_ptr<DoneEvent> done, HRESULT cause) noexcept {
  const uint64_t token = done->token;
  std::lock_guard<std::mutex> lock(mutex_);
  commands_.pop_front();
  outbox_->Post(std::move(done));
  if (FAILED(cause)) {
    CancelAllLocked(cause, true);
    connection_.reset();
    authenticated_ = false;
    ending_ = true;
    last_to_end_ = commands_.empty() ? token : commands_.back()->token;
  }
  if (ending_ && token >= last_to_end_) {
    ending_ = false;
    SetStatusLocked(TransportEvent::kDisconnected);
  }
  if (commands_.empty()) SetStatusLocked(TransportEvent::kIdle);
}

void Session::SetAuthenticated(const Command& command, const Credentials& credentials) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (command.connection != connection_) return;  // it has outlived its connection
  authenticated_ = true;
  if (!connection_ || connection_->origin != credentials.origin) return;
  // What the user entered when asked serves the rest of the connection.
  try {
    connection_->credentials = credentials;
  } catch (...) {
    // Without memory to remember them they are asked for again.
  }
}

void Session::SetStatus(TransportEvent event) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  SetStatusLocked(event);
}

void Session::SetStatus(IXPSTATUS status) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  SetStatusLocked(status);
}

void Session::SetStatusLocked(TransportEvent event) noexcept {
  SetStatusLocked(NextStatus(status_, event, connection_ != nullptr));
}

// The only place where the status changes, and where it is announced.
void Session::SetStatusLocked(IXPSTATUS next) noexcept {
  if (next == status_) return;
  status_ = next;
  try {
    outbox_->Post(std::make_unique<StatusEvent>(next));
  } catch (const std::bad_alloc&) {
    // A status that cannot be told is still true; GetStatus has it.
  }
}

}  // namespace imnxport
