// Copying results, and making JavaScript objects of them.
#include "binding/post_result.h"

#include <cstring>

#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

std::string TextOrEmpty(LPCSTR text) { return text ? std::string(text) : std::string(); }

Napi::Uint8Array BodyToJs(Napi::Env env, const PostResult& result) {
  auto body = Napi::Uint8Array::New(env, result.body.size());
  if (!result.body.empty()) std::memcpy(body.Data(), result.body.data(), result.body.size());
  return body;
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
  copy.headers.reserve(result.cHeaders);
  for (DWORD i = 0; i < result.cHeaders; ++i) {
    const IMNXPORT_HEADER& header = result.rgHeaders[i];
    copy.headers.push_back({TextOrEmpty(header.pszName), TextOrEmpty(header.pszValue)});
  }
  const auto* body = static_cast<const uint8_t*>(result.pvBody);
  if (body) copy.body.assign(body, body + result.cbBody);
  return copy;
}

Napi::Object ToJs(Napi::Env env, const PostResult& result) {
  auto object = Napi::Object::New(env);
  object.Set("hresult", ToJs(env, result.hresult));
  object.Set("context", result.context);
  object.Set("status", result.status);
  object.Set("statusLine", ToJs(env, result.status_line));
  object.Set("location", ToJs(env, result.location));
  object.Set("url", ToJs(env, result.url));
  object.Set("problem", ToJs(env, result.problem));
  object.Set("socketError", result.socket_error);
  object.Set("sent", CountToJs(env, result.sent));
  object.Set("total", CountToJs(env, result.total));
  object.Set("delivery", static_cast<uint32_t>(result.delivery));
  object.Set("resent", result.resent);
  object.Set("headers", ToJs(env, result.headers));
  object.Set("body", BodyToJs(env, result));
  object.Set("bodyTruncated", result.body_truncated);
  return object;
}

Napi::Value CountToJs(Napi::Env env, uint64_t count) {
  if (count == IMNXPORT_UNKNOWN) return env.Null();
  return Napi::BigInt::New(env, count);
}

}  // namespace imnxport::binding
