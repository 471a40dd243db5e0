// How results become the structures of the ABI.
#pragma once

#include <vector>

#include "transport/events.h"

namespace imnxport {

// A HTTPMAILRESPONSE for a POST. The strings it points at are the arguments': it is valid as long as
// they are. `result` null: a progress report.
HTTPMAILRESPONSE MakeResponse(uint32_t context, const PostCounts& counts, CommandResult* result,
                              IHTTPMailTransport* transport) noexcept;

IMNXPORT_PROGRESS MakeProgress(uint64_t token, uint32_t context, const PostCounts& counts) noexcept;

// `headers` receives what rgHeaders points at; without memory for it there are no headers.
IMNXPORT_RESULT MakeResult(uint64_t token, uint32_t context, const PostCounts& counts,
                           const CommandResult& result, std::vector<IMNXPORT_HEADER>* headers) noexcept;

}  // namespace imnxport
