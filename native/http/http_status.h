// POLICY: what a status means to the client. The engine only reports facts.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// The HRESULT of a final response's status: S_OK for 2xx and 303, else its IXP_E_HTTP_* row.
// Source: the HTTP status table of imnxport.h; other statuses: our decision (behaviour 5.3).
HRESULT HResultOfStatus(int status) noexcept;

// Whether the POST is sent again to Location: 301, 302, 307, 308. Source: our decision (behaviour 6.1).
bool IsRedirect(int status) noexcept;

// Whether the server has sent the entity on or refused it, and kept nothing: a redirect, 401, 407. Source:
// our decision (behaviour 5.5).
bool IsRefusal(int status) noexcept;

}  // namespace imnxport
