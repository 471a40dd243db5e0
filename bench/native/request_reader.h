// request_reader.h: finds the ends of HTTP/1.1 requests in a stream of bytes, and counts those of their
// bodies.
#ifndef BENCH_REQUEST_READER_H
#define BENCH_REQUEST_READER_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

// One per connection. Not a validator: it takes what well-behaved clients send.
class RequestReader {
 public:
  enum class Event {
    kMore,      // everything was consumed, the request goes on
    kContinue,  // the head is complete, and the client waits for "100 Continue"
    kRequest,   // a request is complete
    kBad,       // not HTTP: the connection is of no use any more
  };

  // Consumes bytes up to the next event; *consumed says how many.
  Event Feed(const char* data, size_t size, size_t* consumed);

  // Of the body so far, without the framing; the caller resets it.
  uint64_t TakeBodyBytes();

  // Milliseconds to wait before answering: of a path like /slow/200.
  int delay_ms() const { return delay_ms_; }

 private:
  enum class State { kHead, kBody, kChunkLine, kChunkData, kTrailer };

  Event ParseHead();
  bool TakeLine(const char* data, size_t size, size_t* at);

  State state_ = State::kHead;
  std::string text_;  // of the head, or of the line of a chunk, as far as it has come
  uint64_t left_ = 0;
  uint64_t body_bytes_ = 0;
  int delay_ms_ = 0;
};

}  // namespace bench

#endif
