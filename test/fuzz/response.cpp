// The structures that a client is shown: they say what the result says, and every pointer leads to text of
// it. Read back, as a foreign transport's are, they are the same.
#include "transport/response.h"

#include <vector>

#include "foreign/foreign_result.h"
#include "http/http_status.h"
#include "property.h"

using namespace imnxport;

namespace {

std::string OrEmpty(const char* text) { return text ? text : ""; }

bool Same(const CommandResult& a, const CommandResult& b) {
  if (a.outcome.headers.size() != b.outcome.headers.size()) return false;
  for (size_t i = 0; i < a.outcome.headers.size(); ++i) {
    if (a.outcome.headers[i].name != b.outcome.headers[i].name) return false;
    if (a.outcome.headers[i].value != b.outcome.headers[i].value) return false;
  }
  return a.hr == b.hr && a.location == b.location && a.url == b.url && a.outcome.status == b.outcome.status &&
         a.outcome.status_line == b.outcome.status_line && a.outcome.problem == b.outcome.problem &&
         a.outcome.body == b.outcome.body && a.delivery == b.delivery &&
         a.outcome.socket_error == b.outcome.socket_error &&
         a.outcome.body_truncated == b.outcome.body_truncated;
}

uint32_t Saturated(uint64_t count) { return count > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(count); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  CommandResult result;
  result.hr = input.ConsumeIntegral<HRESULT>();
  result.delivery = static_cast<IMNXPORT_DELIVERY>(input.ConsumeIntegralInRange(0, 2));
  result.outcome.status = input.ConsumeBool() ? 0 : input.ConsumeIntegralInRange(100, 999);
  result.outcome.socket_error = input.ConsumeIntegral<uint32_t>();
  result.outcome.body_truncated = input.ConsumeBool();
  PostCounts counts;
  counts.sent = input.ConsumeIntegral<uint64_t>();
  counts.total = input.ConsumeIntegral<uint64_t>();
  counts.increment = input.ConsumeIntegral<uint64_t>();
  counts.resent = input.ConsumeBool();
  const int headers = input.ConsumeIntegralInRange(0, 4);
  for (int i = 0; i < headers; ++i)
    result.outcome.headers.push_back({fuzz::Text(input, 20), fuzz::Text(input, 20)});
  result.location = fuzz::Text(input, 60);
  result.url = fuzz::Text(input, 60);
  result.outcome.status_line = fuzz::Text(input, 60);
  result.outcome.problem = fuzz::Text(input, 60);
  result.outcome.body = fuzz::Rest(input);

  const HTTPMAILRESPONSE progress = MakeResponse(7, counts, nullptr, nullptr);
  HOLDS(!progress.fDone && progress.dwContext == 7 && !progress.rPostInfo.pszLocation);
  const HTTPMAILRESPONSE response = MakeResponse(7, counts, &result, nullptr);
  HOLDS(response.fDone && response.command == HTTPMAIL_POST);
  HOLDS(response.rPostInfo.cbCurrent == Saturated(counts.sent));
  HOLDS(response.rPostInfo.cbIncrement == Saturated(counts.increment));
  HOLDS(response.rPostInfo.cbTotal == (counts.total == IMNXPORT_UNKNOWN ? 0 : Saturated(counts.total)));
  HOLDS(response.rIxpResult.hrResult == result.hr);
  HOLDS(OrEmpty(response.rIxpResult.pszResponse) == result.outcome.status_line);
  HOLDS(OrEmpty(response.rIxpResult.pszProblem) == result.outcome.problem);
  HOLDS(OrEmpty(response.rPostInfo.pszLocation) == result.location);
  HOLDS(!response.rPostInfo.pszLocation || *response.rPostInfo.pszLocation);
  if (result.outcome.status)
    HOLDS(response.rIxpResult.hrServerError == HResultOfStatus(result.outcome.status));

  const CommandResult plain = ResultOf(response);
  HOLDS(plain.hr == result.hr);
  HOLDS(plain.outcome.status == result.outcome.status || result.outcome.status == 0);
  HOLDS(plain.outcome.status == 0 || (plain.outcome.status >= 100 && plain.outcome.status <= 999));

  std::vector<IMNXPORT_HEADER> fields;
  const IMNXPORT_RESULT extended = MakeResult(1, 7, counts, result, &fields);
  HOLDS(extended.cbSize == sizeof extended && extended.ullToken == 1);
  HOLDS(extended.ullSent == counts.sent && extended.ullTotal == counts.total);
  HOLDS(Same(ResultOf(extended), result));
  return 0;
}
