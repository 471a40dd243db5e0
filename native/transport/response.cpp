// The structures of the ABI.
#include "transport/response.h"

#include <algorithm>
#include <new>

#include "http/http_status.h"
#include "http/url.h"

namespace imnxport {
namespace {

DWORD Saturated(uint64_t count) noexcept {
  return static_cast<DWORD>(std::min<uint64_t>(count, 0xFFFFFFFFu));
}

LPSTR TextOrNull(std::string& text) noexcept { return text.empty() ? nullptr : text.data(); }
LPCSTR TextOrNull(const std::string& text) noexcept { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

std::string LocationOf(const Headers& headers, const std::string& url) {
  const std::string* reference = FindHeader(headers, "Location");
  if (!reference) reference = FindHeader(headers, "Content-Location");
  return reference ? ResolveUrl(url, *reference) : std::string();
}

HTTPMAILRESPONSE MakeResponse(uint32_t context, const PostCounts& counts, CommandResult* result,
                              IHTTPMailTransport* transport) noexcept {
  HTTPMAILRESPONSE response{};
  response.command = HTTPMAIL_POST;
  response.dwContext = context;
  response.pTransport = transport;
  response.rPostInfo.fResend = counts.resent ? TRUE : FALSE;
  response.rPostInfo.cbIncrement = Saturated(counts.increment);
  response.rPostInfo.cbCurrent = Saturated(counts.sent);
  response.rPostInfo.cbTotal = counts.total == IMNXPORT_UNKNOWN ? 0 : Saturated(counts.total);
  if (!result) return response;

  response.fDone = TRUE;
  response.rPostInfo.pszLocation = TextOrNull(result->location);
  IXPRESULT& ixp = response.rIxpResult;
  ixp.hrResult = result->hr;
  ixp.pszResponse = TextOrNull(result->outcome.status_line);
  ixp.uiServerError = static_cast<UINT>(result->outcome.status);
  ixp.hrServerError = result->outcome.status ? HResultOfStatus(result->outcome.status) : S_OK;
  ixp.dwSocketError = result->outcome.socket_error;
  ixp.pszProblem = TextOrNull(result->outcome.problem);
  return response;
}

IMNXPORT_PROGRESS MakeProgress(uint64_t token, uint32_t context, const PostCounts& counts) noexcept {
  IMNXPORT_PROGRESS progress{};
  progress.cbSize = sizeof progress;
  progress.dwContext = context;
  progress.ullToken = token;
  progress.ullSent = counts.sent;
  progress.ullTotal = counts.total;
  progress.fResent = counts.resent ? TRUE : FALSE;
  return progress;
}

IMNXPORT_RESULT MakeResult(uint64_t token, uint32_t context, const PostCounts& counts,
                           const CommandResult& result, std::vector<IMNXPORT_HEADER>* headers) noexcept {
  const HttpOutcome& outcome = result.outcome;
  try {
    for (const Header& header : outcome.headers)
      headers->push_back({header.name.c_str(), header.value.c_str()});
  } catch (const std::bad_alloc&) {
    headers->clear();
  }
  IMNXPORT_RESULT out{};
  out.cbSize = sizeof out;
  out.dwContext = context;
  out.ullToken = token;
  out.ullSent = counts.sent;
  out.ullTotal = counts.total;
  out.hrResult = result.hr;
  out.uiStatus = static_cast<UINT>(outcome.status);
  out.delivery = result.delivery;
  out.fResent = counts.resent ? TRUE : FALSE;
  out.dwSocketError = outcome.socket_error;
  out.fBodyTruncated = outcome.body_truncated ? TRUE : FALSE;
  out.pszUrl = TextOrNull(result.url);
  out.pszStatusLine = TextOrNull(outcome.status_line);
  out.pszLocation = TextOrNull(result.location);
  out.pszProblem = TextOrNull(outcome.problem);
  out.rgHeaders = headers->empty() ? nullptr : headers->data();
  out.cHeaders = static_cast<DWORD>(headers->size());
  out.pvBody = outcome.body.empty() ? nullptr : outcome.body.data();
  out.cbBody = static_cast<DWORD>(outcome.body.size());
  return out;
}

}  // namespace imnxport
