// Calls into somebody's stream, made where it may be called: one after another, in their order.
#pragma once

#include <memory>
#include <mutex>

#include "abi/imnxport.h"
#include "com/com_ptr.h"
#include "com/work_queue.h"

namespace imnxport {

// One call. It belongs to the client until it is given back.
class StreamCall {
 public:
  virtual ~StreamCall() = default;

  // Makes the call, where the stream may be called. It may take as long as it likes.
  virtual void Run(IStream* stream) noexcept = 0;

 private:
  friend class StreamClient;
  std::unique_ptr<StreamCall> next_;
};

// Who has made the calls.
class StreamClientOwner {
 public:
  virtual ~StreamClientOwner() = default;

  // Gives a call back. `ran`: it was made; otherwise the client was closed before its turn. On the thread of
  // the call, or of Close.
  virtual void OnDone(std::unique_ptr<StreamCall> call, bool ran) noexcept = 0;
};

// A stream that may be called on any thread is called on the stream threads, so that nobody waits for it. One
// that belongs to the single-threaded apartment of the thread that has made the client is called there,
// inside Queue and Close: its calls then take that thread's time, but need no loop that dispatches messages.
class StreamClient final : public WorkItem {
 public:
  // Takes a reference on the stream. May throw std::bad_alloc.
  static std::shared_ptr<StreamClient> Make(IStream* stream, std::shared_ptr<StreamClientOwner> owner);
  StreamClient(IStream* stream, std::shared_ptr<StreamClientOwner> owner);
  ~StreamClient() override;

  // On the thread that has made it: as the last call so far. After Close it is given back at once.
  void Queue(std::unique_ptr<StreamCall> call) noexcept;

  // On the thread that has made it: what has not begun is given back; the call that is running, if any, goes
  // on to its end; then the stream is released, and `last`, which may be null, is given back, as if it had
  // been made. Once.
  void Close(std::unique_ptr<StreamCall> last) noexcept;

  // Stream threads.
  void Work() noexcept override;

 private:
  void Schedule(std::unique_lock<std::mutex>& lock) noexcept;
  void RunAll(std::unique_lock<std::mutex>& lock) noexcept;

  const std::shared_ptr<StreamClientOwner> owner_;
  const bool bound_;

  std::mutex mutex_;  // guards what follows, but for the stream, which is called without it
  ComPtr<IStream> stream_;
  std::unique_ptr<StreamCall> first_;  // a list, through next_
  StreamCall* newest_ = nullptr;       // its end
  std::unique_ptr<StreamCall> last_;
  bool working_ = false;  // a thread runs calls, or is about to
  bool closing_ = false;
};

}  // namespace imnxport
