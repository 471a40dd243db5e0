// How results become the structures of the ABI.
#pragma once

#include <string>
#include <vector>

#include "transport/events.h"

namespace imnxport {

// Where an answer says that the entity is: its Location, else its Content-Location, made absolute. Empty:
// nowhere. `url`: that answered. May throw std::bad_alloc.
std::string LocationOf(const Headers& headers, const std::string& url);

// A HTTPMAILRESPONSE for a POST. The strings it points at are the arguments': it is valid as long as
// they are. `result` null: a progress report.
HTTPMAILRESPONSE MakeResponse(uint32_t context, const PostCounts& counts, CommandResult* result,
                              IHTTPMailTransport* transport) noexcept;

IMNXPORT_PROGRESS MakeProgress(uint64_t token, uint32_t context, const PostCounts& counts) noexcept;

// `headers` receives what rgHeaders points at; without memory for it there are no headers.
IMNXPORT_RESULT MakeResult(uint64_t token, uint32_t context, const PostCounts& counts,
                           const CommandResult& result, std::vector<IMNXPORT_HEADER>* headers) noexcept;

}  // namespace imnxport
