// The life of a foreign transport, and the steps of a command that it carries out.
#include "foreign/foreign_runner.h"

#include <utility>

#include "com/hresult.h"
#include "foreign/watched_stream.h"
#include "http/url.h"

namespace imnxport {
namespace {

// How long a command that was told to end may take for that. Documented transports do it at once.
constexpr std::chrono::milliseconds kDropGrace{1000};

ForeignRefusal RefusalOf(OpenProblem problem) noexcept {
  switch (problem) {
    case OpenProblem::kNotFound:
      return ForeignRefusal::kNotFound;
    case OpenProblem::kBitness:
      return ForeignRefusal::kBitness;
    default:
      return ForeignRefusal::kFailed;
  }
}

ForeignFailure Replaced() {
  return {ForeignRefusal::kReplaced, "the transport was given another callback than this package's"};
}

}  // namespace

ForeignRunner::ForeignRunner(std::weak_ptr<Session> session, std::shared_ptr<Apartment> apartment,
                             std::unique_ptr<TransportSource> source,
                             std::unique_ptr<AskHere> ask_here) noexcept
    : weak_session_(std::move(session)),
      apartment_(std::move(apartment)),
      source_(std::move(source)),
      ask_here_(std::move(ask_here)) {}

std::shared_ptr<ForeignRunner> ForeignRunner::Make(std::weak_ptr<Session> session,
                                                   std::shared_ptr<Apartment> apartment,
                                                   std::unique_ptr<TransportSource> source,
                                                   std::unique_ptr<AskHere> ask_here) {
  auto runner = std::make_shared<ForeignRunner>(std::move(session), std::move(apartment), std::move(source),
                                                std::move(ask_here));
  runner->alarm_ = std::make_shared<Alarm>(std::shared_ptr<AlarmOwner>(runner));
  return runner;
}

// ---- the executor; any thread -----------------------------------------------------------------------

void ForeignRunner::Release() noexcept {
  closing_ = true;
  apartment_->Kick(*this);
  apartment_->End();
}

void ForeignRunner::Wake() noexcept {
  apartment_->Kick(*this);
  apartment_->Wake();
}

HRESULT ForeignRunner::TakeStream(IStream* stream, Command* command) {
  auto taken = std::make_shared<ForeignStream>(command->post.length);
  const HRESULT hr = taken->held->Open(stream);
  if (FAILED(hr)) return hr;
  if (!apartment_->Start()) return E_OUTOFMEMORY;
  command->stream = std::move(taken);
  return S_OK;
}

std::optional<ForeignRefusal> ForeignRunner::TakeRefusal(uint64_t token) noexcept {
  std::lock_guard<std::mutex> lock(refusals_mutex_);
  const auto found = refusals_.find(token);
  if (found == refusals_.end()) return std::nullopt;
  const ForeignRefusal refusal = found->second;
  refusals_.erase(found);
  return refusal;
}

void ForeignRunner::OnAlarm() noexcept {
  alarm_rang_ = true;
  apartment_->Kick(*this);
}

void ForeignRunner::OnForeignNews() noexcept { apartment_->Kick(*this); }

// ---- the transport ----------------------------------------------------------------------------------

HRESULT ForeignRunner::Open(ForeignFailure* why) {
  if (transport_) return S_OK;
  OpenFailure failure;
  transport_ = source_->Open(&failure);
  if (!transport_) {
    why->refusal = RefusalOf(failure.problem);
    why->text = std::move(failure.text);
    return failure.hr;
  }
  ComPtr<IImnxportTransport> extended;
  const HRESULT asked = transport_->QueryInterface(IID_IImnxportTransport, extended.PutVoid());
  if (FAILED(asked)) (void)extended.Detach();  // it owns nothing, whatever was left there
  door_ = extended ? MakeExtendedDoor(std::move(extended)) : MakePlainDoor(transport_);
  return S_OK;
}

HRESULT ForeignRunner::Initialise(const std::string& user_agent, ForeignFailure* why) {
  if (replaced_) {
    *why = Replaced();
    return E_ABORT;
  }
  HRESULT hr = Open(why);
  if (FAILED(hr) || user_agent_ == user_agent) return hr;
  hr = GiveCallback(user_agent);
  if (SUCCEEDED(hr)) return hr;
  why->text = "InitNew of the transport failed";
  Forget();
  return hr;
}

// A callback for each InitNew: what comes from an earlier one is not heard any more.
HRESULT ForeignRunner::GiveCallback(const std::string& user_agent) {
  if (link_) link_->Cut();
  link_ =
      std::make_shared<CallbackLink>(std::shared_ptr<ForeignDriver>(shared_from_this(), this), apartment_);
  auto callback = ComPtr<ForeignCallback>::Attach(new ForeignCallback(link_, door_->Extended()));
  HRESULT hr = callback->Init();
  if (SUCCEEDED(hr)) hr = transport_->InitNew(user_agent.c_str(), nullptr, callback.Get());
  if (hr == IXP_E_ALREADY_CONNECTED && user_agent_) {
    (void)transport_->DropConnection();  // which was ours
    hr = transport_->InitNew(user_agent.c_str(), nullptr, callback.Get());
  }
  if (FAILED(hr)) return hr;
  callback->Given();
  callback_ = std::move(callback);
  user_agent_ = user_agent;
  return S_OK;
}

void ForeignRunner::Forget() noexcept {
  if (link_) link_->Cut();
  link_.reset();
  door_.reset();
  transport_.Reset();
  callback_.Reset();
  user_agent_.reset();
}

// First the callback, so that what the rest brings about is not announced any more. A callback that is not
// ours stays, and so does what belongs to it.
void ForeignRunner::LetGo() noexcept {
  if (link_) link_->Cut();
  if (user_agent_ && !replaced_) {
    (void)transport_->HandsOffCallback();
    (void)transport_->DropConnection();
  }
  Forget();
}

void ForeignRunner::Close() noexcept {
  closing_ = true;
  if (std::exchange(closed_, true)) return;
  try {
    do {
      if (command_) End(FAILED(command_->Cancelled()) ? command_->Cancelled() : E_ABORT);
    } while (Begin());
  } catch (...) {
    // Without memory its state stays with it.
  }
  LetGo();
  source_->Close();
}

// ---- the steps --------------------------------------------------------------------------------------

void ForeignRunner::Work() noexcept {
  if (inside_ > 0) {
    again_ = true;
    return;
  }
  ++inside_;
  do {
    again_ = false;
    try {
      closing_ ? Close() : Advance();
    } catch (...) {
      const HRESULT hr = HResultFromException();
      if (step_ >= Step::kPosting) LetGo();  // what it does is not known any more
      if (command_) End(hr);
      again_ = true;
    }
  } while (again_);
  --inside_;
}

void ForeignRunner::Advance() {
  for (bool more = true; more;) {
    TakeNotes();
    const HRESULT cancel = command_ ? command_->Cancelled() : S_OK;
    if (FAILED(cancel) && step_ != Step::kDropping) Drop(cancel);
    switch (step_) {
      case Step::kIdle:
        more = Begin();
        break;
      case Step::kPreparing:
        more = Prepare();
        break;
      case Step::kConnecting:
        more = Connecting();
        break;
      case Step::kPosting:
        more = Post();
        break;
      case Step::kRunning:
        more = Running();
        break;
      case Step::kDropping:
        more = Dropping();
        break;
    }
  }
}

bool ForeignRunner::Begin() {
  if (!session_) session_ = weak_session_.lock();
  command_ = session_ ? session_->NextCommand() : nullptr;
  if (!command_) {
    session_.reset();
    return false;
  }
  stream_ = std::static_pointer_cast<ForeignStream>(command_->stream);
  step_ = Step::kPreparing;
  id_ = 0;
  result_ = CommandResult();
  told_.reset();
  delivery_told_ = false;
  remark_.clear();
  reason_ = connect_failure_ = S_OK;
  questions_.Reset();
  connecting_seen_ = tried_to_connect_ = false;
  logons_ = 0;
  progress_.Begin(command_->post.length, Clock::now());
  context_ = session_->ContextOf(*command_);
  idle_ms_ = context_.idle_timeout_ms;
  return true;
}

bool ForeignRunner::Prepare() {
  ForeignFailure why;
  HRESULT hr = Initialise(context_.user_agent, &why);
  if (SUCCEEDED(hr)) {
    const std::string names = door_->WithoutPlace(*command_);
    if (names.empty()) {
      hr = door_->Prepare(*command_, context_, &why.text);
    } else {
      why.refusal = ForeignRefusal::kUnsupported;
      why.text = "the transport has no IImnxportTransport, and cannot be given these options: " + names;
      hr = E_NOTIMPL;
    }
  }
  if (FAILED(hr)) {
    EndRefused(hr, std::move(why));
    return true;
  }
  step_ = hr == S_FALSE ? Step::kConnecting : Step::kPosting;
  NoteActivity();
  WatchSilence();
  return step_ == Step::kPosting;
}

bool ForeignRunner::Connecting() {
  if (door_->Connected() == S_OK) {
    step_ = Step::kPosting;
    return true;
  }
  if (FAILED(connect_failure_)) {
    result_.outcome.problem = "the transport did not connect";
    End(connect_failure_);
    return true;
  }
  LookForSilence();
  TakeAnswer();
  return step_ != Step::kConnecting;
}

bool ForeignRunner::Post() {
  const ComPtr<IStream> watched = MakeWatchedStream(stream_->held, stream_->record, command_->post.length);
  if (!watched) {
    End(E_OUTOFMEMORY);
    return true;
  }
  // The whole stream is posted (behaviour 4.1); one that cannot seek is posted from where it stands.
  if (!stream_->held->HasAsync()) (void)watched->Seek(LARGE_INTEGER{}, STREAM_SEEK_SET, nullptr);
  const HRESULT hr = door_->Post(*command_, watched.Get(), &id_);
  if (hr == IXP_E_NOT_CONNECTED && !std::exchange(tried_to_connect_, true)) {
    step_ = Step::kPreparing;
    return true;
  }
  if (FAILED(hr)) {
    result_.outcome.problem = "the transport refused the command";
    told_.reset();
    End(hr);
    return true;
  }
  step_ = Step::kRunning;
  NoteActivity();
  WatchSilence();
  return true;
}

bool ForeignRunner::Running() {
  if (told_) {
    EndAsTold();
    return true;
  }
  if (replaced_) {
    EndRefused(E_ABORT, Replaced());
    return true;
  }
  LookForSilence();
  TakeAnswer();
  return step_ != Step::kRunning;
}

// It has been told to end. What it says then may still tell what became of the entity.
bool ForeignRunner::Dropping() noexcept {
  if (told_) {
    std::string problem = std::move(result_.outcome.problem);
    result_ = std::move(*told_);
    if (!problem.empty()) result_.outcome.problem = std::move(problem);
  } else if (Clock::now() < drop_until_) {
    return false;
  } else {
    LetGo();  // whatever it does from now on, nobody relies on it any more
  }
  End(reason_);
  return true;
}

void ForeignRunner::Drop(HRESULT reason) noexcept {
  (void)questions_.Close(S_FALSE);
  asked_.reset();
  reason_ = reason;
  if (step_ == Step::kRunning || step_ == Step::kConnecting) door_->Cancel(id_, reason);
  if (step_ != Step::kRunning) return End(reason);
  step_ = Step::kDropping;
  drop_until_ = Clock::now() + kDropGrace;
  (void)alarm_->Set(drop_until_);
}

// ---- the end ----------------------------------------------------------------------------------------

void ForeignRunner::EndAsTold() {
  result_ = std::move(*told_);
  told_.reset();
  HRESULT hr = FAILED(result_.hr) ? result_.hr : S_OK;
  if (!door_->Extended()) {
    const std::string location = ResolveUrl(command_->post.url, result_.location);
    if (!result_.location.empty() && !location.empty()) result_.location = location;
    if (hr == S_OK && !stream_->record->Take().whole) {
      hr = IXP_E_INCOMPLETE;
      result_.outcome.problem = "the transport reported success and had not read the whole stream";
    }
  }
  End(hr);
}

void ForeignRunner::EndRefused(HRESULT hr, ForeignFailure why) noexcept {
  result_.outcome.problem = std::move(why.text);
  if (why.refusal) {
    try {
      std::lock_guard<std::mutex> lock(refusals_mutex_);
      refusals_[command_->token] = *why.refusal;
    } catch (const std::bad_alloc&) {
      // The HRESULT and the words remain.
    }
  }
  End(hr);
}

void ForeignRunner::AddRemark() noexcept {
  std::string& problem = result_.outcome.problem;
  try {
    if (!remark_.empty()) problem += (problem.empty() ? "" : "; ") + remark_;
  } catch (const std::bad_alloc&) {
    // The words that are there remain.
  }
}

// The command's result is known; what is left is to give the stream back and to say so.
void ForeignRunner::End(HRESULT hr) noexcept {
  alarm_->Clear();
  (void)questions_.Close(S_FALSE);
  asked_.reset();
  result_.hr = command_->Conclude(hr);
  if (FAILED(hr)) AddRemark();
  if (result_.url.empty()) result_.url = std::move(command_->post.url);
  NoteDelivery();
  stream_->held->Close();
  stream_.reset();
  command_->stream.reset();
  told_.reset();
  std::unique_ptr<DoneEvent> done = std::move(command_->done);
  done->counts = progress_.Take(Clock::now());
  done->result = std::move(result_);
  if (context_.log) LogEnd(done->result);
  context_ = CommandContext();  // wipes the credentials
  command_.reset();
  step_ = Step::kIdle;
  // A question that was declined ends the connection with the command (behaviour 6.3, 7).
  session_->Finished(std::move(done), FAILED(hr) ? questions_.Declined() : S_OK);
}

}  // namespace imnxport
