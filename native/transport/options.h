// What a client may ask of a transport and of one post; checked and copied.
#pragma once

#include <optional>
#include <string>

#include "abi/imnxport_ext.h"
#include "http/http_types.h"

namespace imnxport {

// IMNXPORT_OPTIONS, copied.
struct TransportOptions {
  ConnectionOptions connection;
  uint32_t idle_timeout_ms = 0;  // 0: Connect's, else the default
  bool log_commands = false;
  Headers headers;
  std::optional<Credentials> credentials;
};

// The parameters of one post, copied.
struct PostOptions {
  std::string url;
  std::string content_type;
  Headers headers;  // the transport's are merged in when the post is queued
  std::optional<uint64_t> length;
  uint32_t context = 0;
};

// Each: S_OK, or E_INVALIDARG and *out is as before. May throw std::bad_alloc. Any thread.
HRESULT ReadTransportOptions(const IMNXPORT_OPTIONS* options, TransportOptions* out);
// `known_url`: the URL is that of an accepted post.
HRESULT ReadPostOptions(LPCSTR url, bool known_url, const IMNXPORT_POST* post, PostOptions* out);

// `own` and those of `general` that it does not name.
Headers MergeHeaders(const Headers& own, const Headers& general);

}  // namespace imnxport
