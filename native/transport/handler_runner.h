// Carries the commands of one transport out by a handler: hands each over, feeds it, takes its answer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "transport/engine_executor.h"
#include "transport/handled_post.h"

namespace imnxport {

// The I/O thread, as in EngineExecutor. The handler stands where the server stands with HTTP, and what a host
// is told follows the same rules. Source: our decision (docs/interop.md, "A transport in JavaScript").
class HandlerRunner final : public EngineExecutor {
 public:
  HandlerRunner(std::weak_ptr<Session> session, std::shared_ptr<PostHandler> handler) noexcept
      : EngineExecutor(std::move(session)), handler_(std::move(handler)) {}
  ~HandlerRunner() override = default;

 private:
  bool Start() override;
  bool Advance() override;
  Clock::time_point NextLook() const noexcept override;
  void OnLook() override;
  void Abort(HRESULT reason) noexcept override;
  void Forget() noexcept override;

  bool Feed();
  BodyRead TakePiece();
  BodyRead LookBeyond() noexcept;
  void OnWhole();
  bool Decide();
  void Conclude(HRESULT hr);
  void EndWithout(HRESULT hr, const char* problem);
  void FailBody();

  const std::shared_ptr<PostHandler> handler_;
  std::shared_ptr<HandledPost> post_;
  std::optional<HandledAnswer> answer_;
  std::vector<uint8_t> piece_;  // what goes to the reader next
  uint64_t taken_ = 0;          // bytes of the body that the handler has, or was about to have
  bool begun_ = false;          // the handler is at work
  bool pulled_ = false;         // it waits for bytes
  bool in_stream_ = false;      // the client's stream is waited for, not the handler
  bool whole_ = false;          // the handler has it all
};

// With a handler bound to it, an ExecutorFactory.
std::shared_ptr<CommandExecutor> MakeHandlerExecutor(std::weak_ptr<Session> session,
                                                     std::shared_ptr<PostHandler> handler);

}  // namespace imnxport
