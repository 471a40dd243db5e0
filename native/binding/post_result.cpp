// Copying results, and making JavaScript values of them.
#include "binding/post_result.h"

#include <cstring>

#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

// A field never holds a line end. In UTF-8 when it is that or ISO 8859-1 (RFC 9110 section 5.5).
OptionalText HeaderLines(const IMNXPORT_RESULT& result) {
  if (result.cHeaders == 0) return std::nullopt;
  std::string lines;
  for (DWORD i = 0; i < result.cHeaders; ++i) {
    AppendUtf8(result.rgHeaders[i].pszName, &lines);
    lines += '\n';
    AppendUtf8(result.rgHeaders[i].pszValue, &lines);
    lines += '\n';
  }
  return lines;
}

}  // namespace

PostResult CopyResult(const IMNXPORT_RESULT& result) {
  PostResult copy;
  copy.hresult = result.hrResult;
  copy.context = result.dwContext;
  copy.status = result.uiStatus;
  copy.status_line = CopyText(result.pszStatusLine);
  copy.location = CopyText(result.pszLocation);
  copy.url = CopyText(result.pszUrl);
  copy.problem = CopyText(result.pszProblem);
  copy.socket_error = result.dwSocketError;
  copy.sent = result.ullSent;
  copy.total = result.ullTotal;
  copy.delivery = result.delivery;
  copy.resent = result.fResent != FALSE;
  copy.body_truncated = result.fBodyTruncated != FALSE;
  copy.headers = HeaderLines(result);
  const auto* body = static_cast<const uint8_t*>(result.pvBody);
  if (body) copy.body.assign(body, body + result.cbBody);
  return copy;
}

Napi::Value BodyToJs(Napi::Env env, const PostResult& result) {
  if (result.body.empty()) return env.Null();
  auto body = Napi::Uint8Array::New(env, result.body.size());
  std::memcpy(body.Data(), result.body.data(), result.body.size());
  return body;
}

Napi::Value LengthToJs(Napi::Env env, uint64_t length) {
  if (length == IMNXPORT_UNKNOWN) return env.Null();
  return Napi::Number::New(env, static_cast<double>(length));
}

Napi::Value CountToJs(Napi::Env env, uint64_t count) {
  if (count == IMNXPORT_UNKNOWN) return env.Null();
  return Napi::BigInt::New(env, count);
}

}  // namespace imnxport::binding
