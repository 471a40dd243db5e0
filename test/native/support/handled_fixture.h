// A transport whose posts a scripted handler carries out, with its client.
#pragma once

#include <doctest/doctest.h>

#include "com/com_ptr.h"
#include "eventually.h"
#include "recording_callback.h"
#include "scripted_handler.h"
#include "scripted_stream.h"
#include "transport/handler_runner.h"
#include "transport/transport_class.h"

namespace imnxport::test {

// At the end everything is let go, and waited for.
struct HandledFixture {
  explicit HandledFixture(std::string content = {}) : stream(std::move(content)) {
    const auto make = [this](std::weak_ptr<Session> session) {
      return MakeHandlerExecutor(std::move(session), handler);
    };
    REQUIRE(MakeTransport(make, IID_IHTTPMailTransport, transport.PutVoid()) == S_OK);
    REQUIRE(transport->QueryInterface(IID_IImnxportTransport, extension.PutVoid()) == S_OK);
    REQUIRE(transport->InitNew("agent/1", nullptr, &callback) == S_OK);
  }
  ~HandledFixture() {
    Release();
    CHECK(Eventually([this] { return callback.Taken() == 0 && stream.Taken() == 0; }));
  }

  void Release() {
    extension.Reset();
    transport.Reset();
  }
  void Post(uint32_t context = 7) {
    REQUIRE(transport->CommandPOST("http://mail.example/inbox/?a=1", &stream, "message/rfc822", context) ==
            S_OK);
  }
  // The next post, begun.
  std::shared_ptr<HandledPost> Begin() {
    auto post = handler->Next();
    REQUIRE(post);
    post->Begin(reader);
    return post;
  }
  // The only final response.
  RecordingCallback::End End() {
    REQUIRE(callback.WaitForEnds(1));
    return callback.Ends().back();
  }
  static HandledAnswer Status(int status, std::string reason = "") {
    HandledAnswer answer;
    answer.status = status;
    answer.reason = std::move(reason);
    return answer;
  }

  RecordingCallback callback{true};
  ScriptedStream stream;
  std::shared_ptr<ScriptedHandler> handler = std::make_shared<ScriptedHandler>();
  std::shared_ptr<RecordingReader> reader = std::make_shared<RecordingReader>();
  ComPtr<IHTTPMailTransport> transport;
  ComPtr<IImnxportTransport> extension;
};

}  // namespace imnxport::test
