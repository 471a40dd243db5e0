// What libcurl is told about a transfer.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <string>

#include "http/certificates.h"
#include "http/transfer.h"
#include "http/url.h"

namespace imnxport {
namespace {

// libcurl's own buffer, which a transfer has while it sends. Not larger than the entity, because thousands of
// small ones may be in flight; the longer it is, the fewer calls. A chunk of an unknown length has at most 64
// KiB.
uint64_t UploadBuffer(std::optional<uint64_t> length) noexcept {
  constexpr uint64_t kKiB = 1024;
  constexpr uint64_t kMiB = 1024 * kKiB;
  if (!length) return 128 * kKiB;
  return std::clamp(*length, 16 * kKiB, *length < 64 * kMiB ? kMiB : 2 * kMiB);
}

constexpr long kMaxChallenges = 10;   // a server may find every nonce stale (RFC 7616 section 3.3)
constexpr long kExpectWaitMs = 1000;  // for servers that do not know the question

template <class Value>
void Set(CURL* easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy, option, value) == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
}

// Whether the way to the server can lead through a proxy that is spoken to over TLS. Of the environment it is
// enough that one is named: libcurl decides which variable counts.
bool MayUseTlsProxy(const ConnectionOptions& options, const std::string& system_proxy) {
  const auto over_tls = [](const char* proxy) { return proxy && curl_strnequal(proxy, "https://", 8) != 0; };
  if (options.direct) return false;
  if (!options.proxy.empty()) return over_tls(options.proxy.c_str());
  if (!system_proxy.empty()) return over_tls(system_proxy.c_str());
  const auto variables = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
  return std::any_of(variables.begin(), variables.end(),
                     [&](const char* name) { return over_tls(std::getenv(name)); });
}

}  // namespace

void Transfer::SetUp() {
  CURL* easy = easy_.get();
  Set(easy, CURLOPT_PRIVATE, this);
  Set(easy, CURLOPT_ERRORBUFFER, error_);
  Set(easy, CURLOPT_NOSIGNAL, 1L);
  Set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  Set(easy, CURLOPT_URL, request_.url.c_str());
  Set(easy, CURLOPT_PATH_AS_IS, 1L);
  Set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  Set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  Set(easy, CURLOPT_MAXREDIRS, kMaxChallenges);  // counts them, too
  Set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  Set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_limit_ms));
  if (!request_.user_agent.empty()) Set(easy, CURLOPT_USERAGENT, request_.user_agent.c_str());
  if (request_.connection.direct) {
    Set(easy, CURLOPT_PROXY, "");
  } else if (!request_.connection.proxy.empty()) {
    Set(easy, CURLOPT_PROXY, request_.connection.proxy.c_str());
    Set(easy, CURLOPT_NOPROXY, "");
  } else if (!request_.system_proxy.empty()) {
    Set(easy, CURLOPT_PROXY, request_.system_proxy.c_str());
  }
  Set(easy, CURLOPT_PROXYAUTH, kAuthSchemes);
  if (request_.credentials) {
    Set(easy, CURLOPT_USERNAME, request_.credentials->user.c_str());
    Set(easy, CURLOPT_PASSWORD, request_.credentials->password.c_str());
    Set(easy, CURLOPT_HTTPAUTH, kAuthSchemes);
  }

  curl_read_callback read = [](char* to, size_t size, size_t count, void* self) {
    return static_cast<Transfer*>(self)->OnRead(to, size * count);
  };
  curl_seek_callback seek = [](void* self, curl_off_t, int) {
    return static_cast<Transfer*>(self)->OnSeek();
  };
  curl_write_callback header = [](char* data, size_t size, size_t count, void* self) {
    return static_cast<Transfer*>(self)->OnHeader({data, size * count});
  };
  curl_write_callback write = [](char* data, size_t size, size_t count, void* self) {
    return static_cast<Transfer*>(self)->OnWrite(data, size * count);
  };
  curl_resolver_start_callback resolve = [](void*, void*, void* self) {
    static_cast<Transfer*>(self)->Announce(WirePhase::kFindingHost);
    return 0;
  };
  curl_sockopt_callback socket = [](void* self, curl_socket_t opened, curlsocktype) {
    static_cast<Transfer*>(self)->OnSocket(opened);
    return static_cast<int>(CURL_SOCKOPT_OK);
  };
  curl_prereq_callback connected = [](void* data, char*, char*, int, int) {
    return static_cast<int>(static_cast<Transfer*>(data)->OnConnected() ? CURL_PREREQFUNC_OK
                                                                        : CURL_PREREQFUNC_ABORT);
  };
  Set(easy, CURLOPT_READFUNCTION, read);
  Set(easy, CURLOPT_READDATA, this);
  Set(easy, CURLOPT_SEEKFUNCTION, seek);
  Set(easy, CURLOPT_SEEKDATA, this);
  Set(easy, CURLOPT_HEADERFUNCTION, header);
  Set(easy, CURLOPT_HEADERDATA, this);
  Set(easy, CURLOPT_WRITEFUNCTION, write);
  Set(easy, CURLOPT_WRITEDATA, this);
  Set(easy, CURLOPT_RESOLVER_START_FUNCTION, resolve);
  Set(easy, CURLOPT_RESOLVER_START_DATA, this);
  Set(easy, CURLOPT_SOCKOPTFUNCTION, socket);
  Set(easy, CURLOPT_SOCKOPTDATA, this);
  curl_closesocket_callback close = [](void* table, curl_socket_t opened) {
    return SocketTable::Close(table, opened);
  };
  Set(easy, CURLOPT_CLOSESOCKETFUNCTION, close);
  Set(easy, CURLOPT_CLOSESOCKETDATA, &Engine::Get().Sockets());
  Set(easy, CURLOPT_PREREQFUNCTION, connected);
  Set(easy, CURLOPT_PREREQDATA, this);
  if (request_.trace) SetUpTrace();
  SetUpBody();
  SetUpHeaders();
}

void Transfer::SetUpTrace() {
  curl_debug_callback debug = [](CURL*, curl_infotype type, char* data, size_t size, void* self) {
    if (type != CURLINFO_HEADER_OUT) return 0;
    try {
      static_cast<Transfer*>(self)->OnHeadSent({data, size});
    } catch (const std::bad_alloc&) {
      // A line that cannot be shown is sent all the same.
    }
    return 0;
  };
  Set(easy_.get(), CURLOPT_DEBUGFUNCTION, debug);
  Set(easy_.get(), CURLOPT_DEBUGDATA, this);
  Set(easy_.get(), CURLOPT_VERBOSE, 1L);
}

void Transfer::SetUpBody() {
  CURL* easy = easy_.get();
  Set(easy, CURLOPT_POST, 1L);
  Set(easy, CURLOPT_POSTFIELDSIZE_LARGE,
      request_.length ? static_cast<curl_off_t>(*request_.length) : curl_off_t{-1});
  Set(easy, CURLOPT_EXPECT_100_TIMEOUT_MS, kExpectWaitMs);
  Set(easy, CURLOPT_UPLOAD_BUFFERSIZE, static_cast<long>(UploadBuffer(request_.length)));
  if (request_.length == uint64_t{0}) {
    // libcurl repeats a request without entity on a dead kept-alive connection without asking.
    Set(easy, CURLOPT_FRESH_CONNECT, 1L);
    Set(easy, CURLOPT_FORBID_REUSE, 1L);
  }
  if (request_.fresh_connection) Set(easy, CURLOPT_FRESH_CONNECT, 1L);
}

void Transfer::SetUpHeaders() {
  // libcurl asks by itself, for entities over 1 MiB or of unknown length; with an empty field it never does.
  if (!request_.ask_first) headers_.Append("Expect:");
  if (!request_.length) headers_.Append("Transfer-Encoding: chunked");
  // Without the colon and with nothing after it libcurl leaves its own default out.
  headers_.Append(request_.content_type.empty() ? "Content-Type:"
                                                : ("Content-Type: " + request_.content_type).c_str());
  for (const Header& header : request_.headers) {
    // "Name;" is how libcurl is told to send a field without value.
    headers_.Append((header.value.empty() ? header.name + ";" : header.name + ": " + header.value).c_str());
  }
  Set(easy_.get(), CURLOPT_HTTPHEADER, headers_.Get());
}

HRESULT Transfer::SetUpTls() {
  CURL* easy = easy_.get();
  const ConnectionOptions& options = request_.connection;
  if (MayUseTlsProxy(options, request_.system_proxy)) {
    // Whom the options trust are servers (behaviour 6.6).
    Set(easy, CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    SetUpRevocation(easy, Peer::kProxy);
    if (!TrustSystemCertificates(easy, Peer::kProxy)) return IXP_E_SECURE_CONNECT_FAILED;
  }
  if (!HasScheme(request_.url, "https")) return S_OK;
  Set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (options.accept_any_certificate) {
    Set(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    Set(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    return S_OK;
  }
  SetUpRevocation(easy, Peer::kServer);
  if (!options.ca_file.empty()) {
    Set(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    Set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    return S_OK;
  }
  if (!options.ca_pem.empty()) {
    curl_blob blob{const_cast<char*>(options.ca_pem.data()), options.ca_pem.size(), CURL_BLOB_NOCOPY};
    Set(easy, CURLOPT_CAINFO_BLOB, &blob);
    Set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    return S_OK;
  }
  return TrustSystemCertificates(easy, Peer::kServer) ? S_OK : IXP_E_SECURE_CONNECT_FAILED;
}

}  // namespace imnxport
