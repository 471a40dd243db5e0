// Copying results.
#include "foreign/foreign_result.h"

#include <cctype>

#include "com/system.h"

namespace imnxport {
namespace {

bool IsStatus(unsigned number) noexcept { return number >= 100 && number <= 999; }

// The number in "HTTP/1.1 201 Created"; 0: there is none.
int StatusOfLine(const std::string& line) noexcept {
  const size_t space = line.find(' ');
  if (space == std::string::npos || line.size() < space + 4) return 0;
  int number = 0;
  for (size_t i = space + 1; i < space + 4; ++i) {
    if (!std::isdigit(static_cast<unsigned char>(line[i]))) return 0;
    number = number * 10 + (line[i] - '0');
  }
  return IsStatus(static_cast<unsigned>(number)) ? number : 0;
}

std::string TextOf(LPCSTR utf8) { return utf8 ? std::string(utf8) : std::string(); }

}  // namespace

std::string Utf8OrNothing(LPCSTR text) { return text ? Utf8FromAnsi(text) : std::string(); }

PostCounts CountsOf(const HTTPMAILPOST& post) noexcept {
  PostCounts counts;
  counts.sent = post.cbCurrent;
  counts.total = post.cbTotal == 0 ? IMNXPORT_UNKNOWN : post.cbTotal;
  counts.increment = post.cbIncrement;
  counts.resent = post.fResend != FALSE;
  return counts;
}

CommandResult ResultOf(const HTTPMAILRESPONSE& response) {
  const IXPRESULT& ixp = response.rIxpResult;
  CommandResult result;
  result.hr = ixp.hrResult;
  result.location = Utf8OrNothing(response.rPostInfo.pszLocation);
  HttpOutcome& outcome = result.outcome;
  outcome.status_line = Utf8OrNothing(ixp.pszResponse);
  outcome.status =
      IsStatus(ixp.uiServerError) ? static_cast<int>(ixp.uiServerError) : StatusOfLine(outcome.status_line);
  outcome.socket_error = ixp.dwSocketError;
  outcome.problem = Utf8OrNothing(ixp.pszProblem);
  return result;
}

CommandResult ResultOf(const IMNXPORT_RESULT& from) {
  CommandResult result;
  result.hr = from.hrResult;
  result.location = TextOf(from.pszLocation);
  result.url = TextOf(from.pszUrl);
  result.delivery = from.delivery;
  HttpOutcome& outcome = result.outcome;
  outcome.status = static_cast<int>(from.uiStatus);
  outcome.status_line = TextOf(from.pszStatusLine);
  outcome.socket_error = from.dwSocketError;
  outcome.problem = TextOf(from.pszProblem);
  outcome.body_truncated = from.fBodyTruncated != FALSE;
  if (from.rgHeaders) {
    for (DWORD i = 0; i < from.cHeaders; ++i)
      outcome.headers.push_back({TextOf(from.rgHeaders[i].pszName), TextOf(from.rgHeaders[i].pszValue)});
  }
  if (from.pvBody) outcome.body.assign(static_cast<const char*>(from.pvBody), from.cbBody);
  return result;
}

}  // namespace imnxport
