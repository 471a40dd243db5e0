// The status table.
#include "http/http_status.h"

namespace imnxport {

HRESULT HResultOfStatus(int status) noexcept {
  if (status >= 200 && status <= 299) return S_OK;
  switch (status) {
    case 303:
      return S_OK;  // "stored, see there": the target is the location
    case 305:
      return IXP_E_HTTP_USE_PROXY;
    case 400:
      return IXP_E_HTTP_BAD_REQUEST;
    case 401:
      return IXP_E_HTTP_UNAUTHORIZED;
    case 403:
      return IXP_E_HTTP_FORBIDDEN;
    case 404:
      return IXP_E_HTTP_NOT_FOUND;
    case 405:
      return IXP_E_HTTP_METHOD_NOT_ALLOW;
    case 406:
      return IXP_E_HTTP_NOT_ACCEPTABLE;
    case 407:
      return IXP_E_HTTP_PROXY_AUTH_REQ;
    case 408:
      return IXP_E_HTTP_REQUEST_TIMEOUT;
    case 409:
      return IXP_E_HTTP_CONFLICT;
    case 410:
      return IXP_E_HTTP_GONE;
    case 411:
      return IXP_E_HTTP_LENGTH_REQUIRED;
    case 412:
      return IXP_E_HTTP_PRECOND_FAILED;
    case 425:
      return IXP_E_HTTP_INSUFFICIENT_STORAGE;
    case 500:
      return IXP_E_HTTP_INTERNAL_ERROR;
    case 501:
      return IXP_E_HTTP_NOT_IMPLEMENTED;
    case 502:
      return IXP_E_HTTP_BAD_GATEWAY;
    case 503:
      return IXP_E_HTTP_SERVICE_UNAVAIL;
    case 504:
      return IXP_E_HTTP_GATEWAY_TIMEOUT;
    case 505:
      return IXP_E_HTTP_VERS_NOT_SUP;
    case 507:
      return IXP_E_HTTP_INSUFFICIENT_STORAGE;
    default:
      break;
  }
  if (status >= 400 && status <= 499) return IXP_E_HTTP_BAD_REQUEST;
  if (status >= 500 && status <= 599) return IXP_E_HTTP_INTERNAL_ERROR;
  return IXP_E_HTTP_NOT_IMPLEMENTED;
}

bool IsRedirect(int status) noexcept {
  return status == 301 || status == 302 || status == 307 || status == 308;
}

bool IsRefusal(int status) noexcept { return IsRedirect(status) || status == 401 || status == 407; }

}  // namespace imnxport
