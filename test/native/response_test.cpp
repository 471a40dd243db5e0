// The structures of the ABI: saturated counts, texts or NULL, and what a progress report leaves empty.
#include "transport/response.h"

#include <doctest/doctest.h>

using namespace imnxport;

namespace {

IHTTPMailTransport* const kTransport = reinterpret_cast<IHTTPMailTransport*>(uintptr_t{64});

PostCounts Counts(uint64_t sent, uint64_t total, uint64_t increment, bool resent = false) {
  PostCounts counts;
  counts.sent = sent;
  counts.total = total;
  counts.increment = increment;
  counts.resent = resent;
  return counts;
}

CommandResult Stored() {
  CommandResult result;
  result.location = "http://h/stored/1";
  result.url = "http://h/inbox";
  result.delivery = IMNXPORT_DELIVERY_WHOLE;
  result.outcome.status = 201;
  result.outcome.status_line = "HTTP/1.1 201 Created";
  result.outcome.headers = {{"Location", "/stored/1"}, {"X-Empty", ""}};
  result.outcome.body = std::string("stor\0ed", 7);
  return result;
}

}  // namespace

TEST_CASE("behaviour 5.1: cbCurrent, cbTotal and cbIncrement stop at 0xFFFFFFFF") {
  struct Row {
    uint64_t count;
    DWORD shown;
  };
  const Row rows[] = {{0, 0},
                      {1, 1},
                      {0xFFFFFFFE, 0xFFFFFFFE},
                      {0xFFFFFFFF, 0xFFFFFFFF},
                      {0x100000000, 0xFFFFFFFF},
                      {0x100000001, 0xFFFFFFFF},
                      {uint64_t{INT64_MAX}, 0xFFFFFFFF}};
  for (const Row& row : rows) {
    CAPTURE(row.count);
    const auto post = MakeResponse(1, Counts(row.count, row.count, row.count), nullptr, kTransport).rPostInfo;
    CHECK(post.cbCurrent == row.shown);
    CHECK(post.cbTotal == row.shown);
    CHECK(post.cbIncrement == row.shown);
  }
}

TEST_CASE("behaviour 5.1: cbTotal is 0 while it is unknown") {
  CHECK(MakeResponse(1, Counts(5, IMNXPORT_UNKNOWN, 5), nullptr, kTransport).rPostInfo.cbTotal == 0);
}

TEST_CASE("a progress report says nothing about a result") {
  const HTTPMAILRESPONSE response = MakeResponse(0xFFFFFFFF, Counts(5, 10, 2, true), nullptr, kTransport);
  CHECK(response.command == HTTPMAIL_POST);
  CHECK(response.dwContext == 0xFFFFFFFF);
  CHECK(response.fDone == FALSE);
  CHECK(response.pTransport == kTransport);
  CHECK(response.rPostInfo.fResend == TRUE);
  CHECK(response.rPostInfo.cbIncrement == 2);
  CHECK(response.rPostInfo.cbCurrent == 5);
  CHECK(response.rPostInfo.cbTotal == 10);
  CHECK(response.rPostInfo.pszLocation == nullptr);
  CHECK(response.rIxpResult.hrResult == S_OK);
  CHECK(response.rIxpResult.pszResponse == nullptr);
  CHECK(response.rIxpResult.uiServerError == 0);
  CHECK(response.rIxpResult.pszProblem == nullptr);
}

TEST_CASE("behaviour 5.2: a final response has counts, location, status line and number") {
  CommandResult result = Stored();
  const HTTPMAILRESPONSE response = MakeResponse(7, Counts(10, 10, 3), &result, kTransport);
  CHECK(response.fDone == TRUE);
  CHECK(response.dwContext == 7);
  CHECK(response.rPostInfo.cbCurrent == 10);
  CHECK(response.rPostInfo.cbTotal == 10);
  CHECK(response.rPostInfo.cbIncrement == 3);
  CHECK(response.rPostInfo.fResend == FALSE);
  CHECK(response.rPostInfo.pszLocation == std::string("http://h/stored/1"));
  CHECK(response.rIxpResult.hrResult == S_OK);
  CHECK(response.rIxpResult.pszResponse == std::string("HTTP/1.1 201 Created"));
  CHECK(response.rIxpResult.uiServerError == 201);
  CHECK(response.rIxpResult.hrServerError == S_OK);
  CHECK(response.rIxpResult.dwSocketError == 0);
  CHECK(response.rIxpResult.pszProblem == nullptr);
}

TEST_CASE(
    "behaviour 5.3 and 5.4: a failure has its HRESULT, the server's number or the system's, and words") {
  CommandResult refused;
  refused.hr = IXP_E_HTTP_NOT_FOUND;
  refused.outcome.status = 404;
  const HTTPMAILRESPONSE response = MakeResponse(7, {}, &refused, kTransport);
  CHECK(response.rIxpResult.hrResult == IXP_E_HTTP_NOT_FOUND);
  CHECK(response.rIxpResult.uiServerError == 404);
  CHECK(response.rIxpResult.hrServerError == IXP_E_HTTP_NOT_FOUND);
  CHECK(response.rIxpResult.pszResponse == nullptr);
  CHECK(response.rPostInfo.pszLocation == nullptr);

  CommandResult dropped;
  dropped.hr = IXP_E_CONNECTION_DROPPED;
  dropped.outcome.socket_error = 104;
  dropped.outcome.problem = "reset";
  const HTTPMAILRESPONSE other = MakeResponse(7, {}, &dropped, kTransport);
  CHECK(other.rIxpResult.hrResult == IXP_E_CONNECTION_DROPPED);
  CHECK(other.rIxpResult.uiServerError == 0);
  CHECK(other.rIxpResult.hrServerError == S_OK);
  CHECK(other.rIxpResult.dwSocketError == 104);
  CHECK(other.rIxpResult.pszProblem == std::string("reset"));
}

TEST_CASE("extended progress has 64-bit counts and the token") {
  const IMNXPORT_PROGRESS progress =
      MakeProgress(0x123456789A, 7, Counts(0x200000000, IMNXPORT_UNKNOWN, 1, true));
  CHECK(progress.cbSize == sizeof(IMNXPORT_PROGRESS));
  CHECK(progress.dwContext == 7);
  CHECK(progress.ullToken == 0x123456789A);
  CHECK(progress.ullSent == 0x200000000);
  CHECK(progress.ullTotal == IMNXPORT_UNKNOWN);
  CHECK(progress.fResent == TRUE);
  CHECK(progress.dwReserved == 0);
}

TEST_CASE("an extended result has 64-bit counts, headers in their order and the body byte by byte") {
  const CommandResult result = Stored();
  std::vector<IMNXPORT_HEADER> headers;
  const IMNXPORT_RESULT out = MakeResult(9, 7, Counts(0x200000000, 0x200000000, 1), result, &headers);
  CHECK(out.cbSize == sizeof(IMNXPORT_RESULT));
  CHECK(out.dwContext == 7);
  CHECK(out.ullToken == 9);
  CHECK(out.ullSent == 0x200000000);
  CHECK(out.ullTotal == 0x200000000);
  CHECK(out.hrResult == S_OK);
  CHECK(out.uiStatus == 201);
  CHECK(out.delivery == IMNXPORT_DELIVERY_WHOLE);
  CHECK(out.fResent == FALSE);
  CHECK(out.pszUrl == std::string("http://h/inbox"));
  CHECK(out.pszStatusLine == std::string("HTTP/1.1 201 Created"));
  CHECK(out.pszLocation == std::string("http://h/stored/1"));
  CHECK(out.pszProblem == nullptr);
  REQUIRE(out.cHeaders == 2);
  CHECK(out.rgHeaders[0].pszName == std::string("Location"));
  CHECK(out.rgHeaders[0].pszValue == std::string("/stored/1"));
  CHECK(out.rgHeaders[1].pszValue == std::string());
  REQUIRE(out.cbBody == 7);
  CHECK(std::string(static_cast<const char*>(out.pvBody), out.cbBody) == result.outcome.body);
  CHECK(out.fBodyTruncated == FALSE);
}

TEST_CASE("an extended result of a command that never got an answer is empty where nothing is known") {
  CommandResult result;
  result.hr = IXP_E_CANT_FIND_HOST;
  std::vector<IMNXPORT_HEADER> headers;
  const IMNXPORT_RESULT out = MakeResult(9, 0, {}, result, &headers);
  CHECK(out.hrResult == IXP_E_CANT_FIND_HOST);
  CHECK(out.uiStatus == 0);
  CHECK(out.delivery == IMNXPORT_DELIVERY_NONE);
  CHECK(out.ullTotal == IMNXPORT_UNKNOWN);
  CHECK(out.pszUrl == nullptr);
  CHECK(out.pszStatusLine == nullptr);
  CHECK(out.pszLocation == nullptr);
  CHECK(out.rgHeaders == nullptr);
  CHECK(out.cHeaders == 0);
  CHECK(out.pvBody == nullptr);
  CHECK(out.cbBody == 0);
}
