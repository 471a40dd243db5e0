// A body whose stream never blocks (IImnxportAsyncStream): read on the I/O thread, straight to the wire.
#pragma once

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "stream/block.h"
#include "stream/body_source.h"

namespace imnxport {

// I/O thread only.
class AsyncBody final : public BodySource {
 public:
  // As MakeBody; `async` is that interface of the stream. May throw std::bad_alloc.
  AsyncBody(IStream* stream, IImnxportAsyncStream* async, std::optional<uint64_t> declared,
            std::weak_ptr<BodyOwner> owner);
  ~AsyncBody() override;

  bool Prepare() noexcept override;
  BodyRead Take(char* to, size_t max, size_t* taken) noexcept override;
  void Rewind() noexcept override;
  BodyClose Close() noexcept override;
  HRESULT Failure() const noexcept override { return failure_; }
  std::optional<uint64_t> Length() const noexcept override { return length_; }
  bool Rewindable() const noexcept override { return rewindable_; }

 private:
  BodyRead Fail(HRESULT hr) noexcept;
  BodyRead Read(char* to, size_t max, size_t* got) noexcept;
  BodyRead CheckEnd() noexcept;
  bool FinishRewind() noexcept;
  BodyRead TakeHeld(char* to, size_t max, size_t* taken) noexcept;

  ComPtr<IStream> stream_;  // the client's stream is held until Close, as with every body
  ComPtr<IImnxportAsyncStream> async_;
  ComPtr<IImnxportReadiness> readiness_;
  std::optional<uint64_t> length_;
  bool rewindable_ = false;
  bool advised_ = false;
  bool prepared_ = false;
  bool rewinding_ = true;  // the first Rewind brings the stream to offset 0
  bool end_ = false;
  uint64_t read_ = 0;  // bytes that the stream has given since the last rewind
  Block held_;         // the entity's last bytes, until it is certain that they are the last
  HRESULT failure_ = S_OK;
};

}  // namespace imnxport
