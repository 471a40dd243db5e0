// Checking and copying options.
#include "transport/options.h"

#include <algorithm>
#include <cstring>

#include "http/url.h"

namespace imnxport {
namespace {

constexpr DWORD kKnownFlags =
    IMNXPORT_OPT_NO_PROXY | IMNXPORT_OPT_LOG_COMMANDS | IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE;
// libcurl leaves out what is longer than it likes, without a word.
constexpr DWORD kMaxHeaders = 256;
constexpr size_t kMaxHeaderBytes = 64 * 1024;             // of one field
constexpr size_t kMaxHeadersBytes = 4 * kMaxHeaderBytes;  // of all

// The sizes that a structure has been published with; a client compiled against an older header gives a
// shorter one, and what it lacks is zero. So far there is one size.
template <class Struct>
bool CopyStruct(const Struct* from, Struct* to) {
  if (from->cbSize != sizeof(Struct)) return false;
  *to = *from;
  return true;
}

bool ReadHeaders(const IMNXPORT_HEADER* headers, DWORD count, Headers* out) {
  if (count > kMaxHeaders || (count > 0 && !headers)) return false;
  size_t total = 0;
  for (DWORD i = 0; i < count; ++i) {
    if (!headers[i].pszName || !headers[i].pszValue) return false;
    const size_t size = std::strlen(headers[i].pszName) + std::strlen(headers[i].pszValue);
    total += size;
    if (size > kMaxHeaderBytes || total > kMaxHeadersBytes) return false;
    if (!MaySendHeader(headers[i].pszName, headers[i].pszValue)) return false;
    out->push_back({headers[i].pszName, headers[i].pszValue});
  }
  return true;
}

bool ReadText(LPCSTR text, std::string* out) {
  if (text) *out = text;
  return HasNoControls(*out);
}

bool ReadCredentials(const IMNXPORT_OPTIONS& in, TransportOptions* out) {
  if (!in.pszUser) return !in.pszPassword && !in.pszOrigin;
  Credentials& credentials = out->credentials.emplace();
  if (!ReadText(in.pszUser, &credentials.user) || !ReadText(in.pszPassword, &credentials.password))
    return false;
  if (!in.pszOrigin) return true;
  std::string url;
  if (FAILED(CheckUrl(in.pszOrigin, &url))) return false;
  credentials.origin = UrlOrigin(url);
  return !credentials.origin.empty();
}

}  // namespace

HRESULT ReadTransportOptions(const IMNXPORT_OPTIONS* options, TransportOptions* out) {
  TransportOptions result;
  if (options) {
    IMNXPORT_OPTIONS in{};
    if (!CopyStruct(options, &in) || (in.dwFlags & ~kKnownFlags) || in.dwReserved) return E_INVALIDARG;
    result.connection.direct = (in.dwFlags & IMNXPORT_OPT_NO_PROXY) != 0;
    result.connection.accept_any_certificate =
        (in.dwFlags & IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE) != 0;
    result.log_commands = (in.dwFlags & IMNXPORT_OPT_LOG_COMMANDS) != 0;
    result.idle_timeout_ms = in.dwIdleTimeout;
    if (!ReadHeaders(in.rgHeaders, in.cHeaders, &result.headers)) return E_INVALIDARG;
    if (!ReadText(in.pszProxy, &result.connection.proxy)) return E_INVALIDARG;
    if (!ReadText(in.pszCaFile, &result.connection.ca_file)) return E_INVALIDARG;
    if (in.cbCaPem > 0 && !in.pvCaPem) return E_INVALIDARG;
    if (in.cbCaPem > 0) result.connection.ca_pem.assign(static_cast<const char*>(in.pvCaPem), in.cbCaPem);
    if (!ReadCredentials(in, &result)) return E_INVALIDARG;
  }
  *out = std::move(result);
  return S_OK;
}

HRESULT ReadPostOptions(LPCSTR url, bool known_url, const IMNXPORT_POST* post, PostOptions* out) {
  PostOptions result;
  if (known_url) {
    result.url = url;
  } else {
    const HRESULT hr = CheckUrl(url, &result.url);
    if (FAILED(hr)) return hr;
  }
  if (post) {
    IMNXPORT_POST in{};
    in.ullLength = IMNXPORT_UNKNOWN;
    if (!CopyStruct(post, &in) || in.dwReserved) return E_INVALIDARG;
    if (!ReadText(in.pszContentType, &result.content_type)) return E_INVALIDARG;
    if (!ReadHeaders(in.rgHeaders, in.cHeaders, &result.headers)) return E_INVALIDARG;
    if (in.ullLength != IMNXPORT_UNKNOWN) {
      if (in.ullLength > static_cast<ULONGLONG>(INT64_MAX)) return E_INVALIDARG;
      result.length = in.ullLength;
    }
    result.context = in.dwContext;
  }
  *out = std::move(result);
  return S_OK;
}

Headers MergeHeaders(const Headers& own, const Headers& general) {
  Headers all = own;
  for (const Header& header : general) {
    if (!FindHeader(own, header.name)) all.push_back(header);
  }
  return all;
}

}  // namespace imnxport
