// The end of a foreign transport's command, copied out of what it shows.
#pragma once

#include <string>

#include "abi/imnxport_ext.h"
#include "transport/events.h"

namespace imnxport {

// Text of the COM door, or nothing for NULL. May throw std::bad_alloc.
std::string Utf8OrNothing(LPCSTR text);

// The counts of a response; those of 32 bits stop at their end.
PostCounts CountsOf(const HTTPMAILPOST& post) noexcept;

// Everything but the delivery, of which a plain response says nothing. The status is uiServerError when that
// is one of HTTP, else the one of the status line. May throw std::bad_alloc.
CommandResult ResultOf(const HTTPMAILRESPONSE& response);
CommandResult ResultOf(const IMNXPORT_RESULT& result);

}  // namespace imnxport
