// Who carries posts out when it is not HTTP: what it is given, and what it answers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "abi/imnxport.h"
#include "http/headers.h"

namespace imnxport {

class HandledPost;

// What the client posts.
struct HandledRequest {
  std::string url;
  std::string content_type;  // empty: none was given
  std::string user_agent;    // of InitNew
  Headers headers;           // of IImnxportTransport; CommandPOST has none
  uint32_t context = 0;
  std::optional<uint64_t> length;  // bytes of the body; empty: unknown
};

// What has become of it.
struct HandledAnswer {
  HRESULT failure = S_OK;  // a failure is the command's result; otherwise the status says what it is
  int status = 0;          // as of HTTP; 0: there is none, and `failure` is one
  std::string reason;      // the phrase of the status
  std::string location;    // from the request's URL; empty: what the headers say
  Headers headers;
  std::string body;
  std::string problem;  // in words
  uint32_t socket_error = 0;
};

// Reads a handled post. Called on the executor's thread, or from inside HandledPost::Begin; it must not
// block, nor call the post.
class HandledPostReader {
 public:
  virtual ~HandledPostReader() = default;

  // What Pull has brought: at least one byte, or the end of the body. False: nobody reads any more.
  virtual bool OnBytes(std::vector<uint8_t> bytes) noexcept = 0;
  virtual bool OnEnd() noexcept = 0;

  // The command has ended without an answer, for this reason: cancelled, its stream has failed, it was silent
  // for too long. The last call.
  virtual void OnOver(HRESULT reason) noexcept = 0;
};

class PostHandler {
 public:
  virtual ~PostHandler() = default;

  // A post whose turn has come; the next one comes when this one has ended. Whoever keeps it owes an answer:
  // when the last reference goes without one, nobody has answered, and the command ends. The executor's
  // thread; it must not block.
  virtual void OnPost(std::shared_ptr<HandledPost> post) noexcept = 0;
};

}  // namespace imnxport
