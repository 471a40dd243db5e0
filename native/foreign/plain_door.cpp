// A transport that knows what is documented, and nothing else.
#include <utility>

#include "foreign/foreign_door.h"
#include "foreign/plain_server.h"

namespace imnxport {
namespace {

class PlainDoor final : public ForeignDoor {
 public:
  explicit PlainDoor(ComPtr<IHTTPMailTransport> transport) noexcept : transport_(std::move(transport)) {}

  bool Extended() const noexcept override { return false; }

  std::string WithoutPlace(const Command& command) const override {
    const ConnectionOptions& connection = command.options->connection;
    std::string names;
    const auto name = [&names](bool given, const char* option) {
      if (given) names += (names.empty() ? "" : ", ") + std::string(option);
    };
    name(!command.post.headers.empty(), "headers");
    name(connection.direct || !connection.proxy.empty(), "proxy");
    name(connection.accept_any_certificate || !connection.ca_file.empty() || !connection.ca_pem.empty(),
         "tls");
    return names;
  }

  HRESULT Prepare(const Command& command, const CommandContext& context, std::string* problem) override {
    wanted_ = PlainServerOf(command, context);
    if (!wanted_.needed && !connect_always_) {
      EndConnection();
      return S_OK;
    }
    const HRESULT hr = Connect();
    if (FAILED(hr))
      *problem = hr == E_INVALIDARG ? "user name or password have no place in an INETSERVER"
                                    : "the transport refused to connect";
    return hr;
  }

  HRESULT Connected() noexcept override {
    return transport_->IsState(IXP_IS_CONNECTED) == S_OK ? S_OK : S_FALSE;
  }

  bool KnowsTimeout() const noexcept override { return connected_; }

  HRESULT Post(const Command& command, IStream* stream, uint64_t* id) override {
    const std::string& type = command.post.content_type;
    *id = command.post.context;
    const HRESULT hr = transport_->CommandPOST(command.post.url.c_str(), stream,
                                               type.empty() ? nullptr : type.c_str(), command.post.context);
    // There are transports that carry nothing out without a connection: this is one of them.
    if (hr == IXP_E_NOT_CONNECTED) connect_always_ = true;
    return hr;
  }

  // There is no way to end one command; it is the only one.
  void Cancel(uint64_t, HRESULT) noexcept override {
    connected_ = false;
    (void)transport_->DropConnection();
  }

  // It waits for its answers.
  void Answer(uint64_t, QuestionKind, const QuestionAnswer&) noexcept override {}

 private:
  HRESULT Connect() {
    if (connected_ && Connected() == S_OK && wanted_.Same(as_)) return S_OK;
    EndConnection();
    HRESULT hr = ConnectOnce();
    if (hr == IXP_E_ALREADY_CONNECTED) {
      // Somebody else did, as something else.
      connected_ = true;
      EndConnection();
      hr = ConnectOnce();
    }
    if (FAILED(hr)) return hr;
    connected_ = true;
    as_ = std::move(wanted_);
    return Connected();
  }

  HRESULT ConnectOnce() {
    INETSERVER server;
    HRESULT hr = FillServer(wanted_, &server);
    const boolean authenticate = wanted_.credentials.user.empty() ? FALSE : TRUE;
    if (SUCCEEDED(hr)) hr = transport_->Connect(&server, authenticate, wanted_.log_commands ? TRUE : FALSE);
    Wipe(&server, sizeof server);
    return hr;
  }

  // No command runs, so that dropping what does not end by itself costs nothing but a connection.
  void EndConnection() noexcept {
    if (!std::exchange(connected_, false)) return;
    (void)transport_->Disconnect();
    if (Connected() == S_OK) (void)transport_->DropConnection();
  }

  const ComPtr<IHTTPMailTransport> transport_;
  PlainServer wanted_;
  PlainServer as_;  // what it was connected as
  bool connected_ = false;
  bool connect_always_ = false;
};

}  // namespace

std::unique_ptr<ForeignDoor> MakePlainDoor(ComPtr<IHTTPMailTransport> transport) {
  return std::make_unique<PlainDoor>(std::move(transport));
}

}  // namespace imnxport
