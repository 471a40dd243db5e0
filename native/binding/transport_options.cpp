// Reading options.
#include "binding/transport_options.h"

#include "binding/js_error.h"

namespace imnxport::binding {

TransportOptions::TransportOptions(const Napi::Object& from)
    : proxy_(ToOptionalText(from.Get("proxy"), "options.proxy")),
      ca_file_(ToOptionalText(from.Get("caFile"), "options.caFile")),
      user_(from.Get("user"), "options.user"),
      password_(from.Get("password"), "options.password"),
      origin_(ToOptionalText(from.Get("origin"), "options.origin")),
      headers_(from.Get("headers"), "options.headers") {
  options_.cbSize = sizeof options_;
  options_.dwIdleTimeout = ToUnsigned(from.Get("idleTimeout"), "options.idleTimeout");
  if (ToFlag(from.Get("noProxy"), "options.noProxy")) options_.dwFlags |= IMNXPORT_OPT_NO_PROXY;
  if (ToFlag(from.Get("logCommands"), "options.logCommands")) options_.dwFlags |= IMNXPORT_OPT_LOG_COMMANDS;
  if (ToFlag(from.Get("acceptAnyCertificate"), "options.acceptAnyCertificate")) {
    options_.dwFlags |= IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE;
  }
  options_.rgHeaders = headers_.Data();
  options_.cHeaders = headers_.Count();
  options_.pszProxy = OrNull(proxy_);
  options_.pszCaFile = OrNull(ca_file_);
  options_.pszUser = user_.Get();
  options_.pszPassword = password_.Get();
  options_.pszOrigin = OrNull(origin_);

  // Last, because nothing of JavaScript may run between here and the use of these bytes.
  const Napi::Value ca_pem = from.Get("caPem");
  if (IsNothing(ca_pem)) return;
  const ByteView bytes = ToBytes(ca_pem, "options.caPem");
  if (bytes.size > UINT32_MAX) ThrowBadArgument(from.Env(), "options.caPem", "is too long");
  options_.pvCaPem = bytes.data;
  options_.cbCaPem = static_cast<DWORD>(bytes.size);
}

PostOptions::PostOptions(const Napi::CallbackInfo& info, size_t first)
    : content_type_(ToOptionalText(info[first], "contentType")), headers_(info[first + 2], "headers") {
  post_.cbSize = sizeof post_;
  post_.dwContext = ToUnsigned(info[first + 3], "context");
  post_.pszContentType = OrNull(content_type_);
  post_.ullLength = ToOptionalCount(info[first + 1], "length").value_or(IMNXPORT_UNKNOWN);
  post_.rgHeaders = headers_.Data();
  post_.cHeaders = headers_.Count();
}

}  // namespace imnxport::binding
