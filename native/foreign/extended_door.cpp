// A transport that answers IImnxportTransport is told everything.
#include <utility>
#include <vector>

#include "foreign/foreign_door.h"

namespace imnxport {
namespace {

LPCSTR TextOrNull(const std::string& text) noexcept { return text.empty() ? nullptr : text.c_str(); }

class ExtendedDoor final : public ForeignDoor {
 public:
  explicit ExtendedDoor(ComPtr<IImnxportTransport> transport) noexcept : transport_(std::move(transport)) {}

  bool Extended() const noexcept override { return true; }

  std::string WithoutPlace(const Command&) const override { return {}; }

  HRESULT Prepare(const Command& command, const CommandContext& context, std::string* problem) override {
    const ConnectionOptions& connection = command.options->connection;
    IMNXPORT_OPTIONS options{};
    options.cbSize = sizeof options;
    if (connection.direct) options.dwFlags |= IMNXPORT_OPT_NO_PROXY;
    if (connection.accept_any_certificate) options.dwFlags |= IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE;
    if (context.log_commands || context.log) options.dwFlags |= IMNXPORT_OPT_LOG_COMMANDS;
    options.dwIdleTimeout = context.idle_timeout_ms;
    options.pszProxy = TextOrNull(connection.proxy);
    options.pszCaFile = TextOrNull(connection.ca_file);
    if (!connection.ca_pem.empty()) {
      options.pvCaPem = connection.ca_pem.data();
      options.cbCaPem = static_cast<DWORD>(connection.ca_pem.size());
    }
    if (context.credentials) {
      options.pszUser = context.credentials->user.c_str();
      options.pszPassword = context.credentials->password.c_str();
      options.pszOrigin = TextOrNull(context.credentials->origin);
    }
    const HRESULT hr = transport_->Configure(&options);
    if (FAILED(hr)) *problem = "the transport refused its options";
    return hr;
  }

  HRESULT Connected() noexcept override { return S_OK; }
  bool KnowsTimeout() const noexcept override { return true; }

  HRESULT Post(const Command& command, IStream* stream, uint64_t* id) override {
    std::vector<IMNXPORT_HEADER> headers;
    for (const Header& header : command.post.headers)
      headers.push_back({header.name.c_str(), header.value.c_str()});
    IMNXPORT_POST post{};
    post.cbSize = sizeof post;
    post.dwContext = command.post.context;
    post.pszContentType = TextOrNull(command.post.content_type);
    post.ullLength = command.post.length.value_or(IMNXPORT_UNKNOWN);
    post.rgHeaders = headers.empty() ? nullptr : headers.data();
    post.cHeaders = static_cast<DWORD>(headers.size());
    ULONGLONG token = 0;
    const HRESULT hr = transport_->Post(command.post.url.c_str(), stream, &post, &token);
    *id = token;
    return hr;
  }

  void Cancel(uint64_t id, HRESULT reason) noexcept override { (void)transport_->Cancel(id, reason); }

  void Answer(uint64_t id, QuestionKind kind, const QuestionAnswer& answer) noexcept override {
    if (kind == QuestionKind::kIdle) {
      (void)transport_->AnswerIdle(id, answer.hr, answer.idle_ms);
    } else {
      (void)transport_->AnswerLogon(id, answer.hr, answer.credentials.user.c_str(),
                                    answer.credentials.password.c_str());
    }
  }

 private:
  const ComPtr<IImnxportTransport> transport_;
};

}  // namespace

std::unique_ptr<ForeignDoor> MakeExtendedDoor(ComPtr<IImnxportTransport> transport) {
  return std::make_unique<ExtendedDoor>(std::move(transport));
}

}  // namespace imnxport
