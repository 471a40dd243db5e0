#include "request_reader.h"

#include <strings.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace bench {

namespace {

constexpr size_t kLongestHead = 64 * 1024;

// The value of a header in a head, or null. `name` begins with the line break before it.
const char* Header(const std::string& head, const char* name) {
  const char* found = strcasestr(head.c_str(), name);
  if (!found) return nullptr;
  found += strlen(name);
  while (*found == ' ') found++;
  return found;
}

}  // namespace

uint64_t RequestReader::TakeBodyBytes() {
  uint64_t bytes = body_bytes_;
  body_bytes_ = 0;
  return bytes;
}

RequestReader::Event RequestReader::Feed(const char* data, size_t size, size_t* consumed) {
  size_t at = 0;
  Event event = Event::kMore;
  while (at < size && event == Event::kMore) {
    switch (state_) {
      case State::kHead: {
        // The end of the head may have come in two pieces: three bytes of what is there are searched again.
        size_t before = text_.size();
        size_t take = std::min(size - at, kLongestHead);
        text_.append(data + at, take);
        size_t end = text_.find("\r\n\r\n", before < 3 ? 0 : before - 3);
        if (end == std::string::npos) {
          at += take;
          if (text_.size() > kLongestHead) event = Event::kBad;
          break;
        }
        at += end + 4 - before;
        text_.resize(end + 2);
        event = ParseHead();
        text_.clear();
        break;
      }
      case State::kBody:
      case State::kChunkData: {
        size_t take = static_cast<size_t>(std::min<uint64_t>(left_, size - at));
        at += take;
        left_ -= take;
        body_bytes_ += take;
        if (left_ > 0) break;
        if (state_ == State::kBody) {
          state_ = State::kHead;
          event = Event::kRequest;
        } else {
          state_ = State::kChunkLine;
        }
        break;
      }
      case State::kChunkLine:
        if (!TakeLine(data, size, &at)) break;
        if (text_.size() > 1) {  // an empty line is the end of the chunk before
          left_ = strtoull(text_.c_str(), nullptr, 16);
          state_ = left_ > 0 ? State::kChunkData : State::kTrailer;
        }
        text_.clear();
        break;
      case State::kTrailer:
        if (!TakeLine(data, size, &at)) break;
        if (text_.size() <= 1) {
          state_ = State::kHead;
          event = Event::kRequest;
        }
        text_.clear();
        break;
    }
  }
  *consumed = at;
  return event;
}

// Appends to text_ up to a line feed, which is consumed and not kept; false while there is none.
bool RequestReader::TakeLine(const char* data, size_t size, size_t* at) {
  const char* from = data + *at;
  const char* end = static_cast<const char*>(memchr(from, '\n', size - *at));
  size_t length = end ? static_cast<size_t>(end - from) : size - *at;
  text_.append(from, length);
  *at += length + (end ? 1 : 0);
  return end != nullptr;
}

RequestReader::Event RequestReader::ParseHead() {
  size_t space = text_.find(' ');
  if (space == std::string::npos) return Event::kBad;
  const char* path = text_.c_str() + space + 1;
  delay_ms_ = strncmp(path, "/slow/", 6) == 0 ? atoi(path + 6) : 0;

  const char* length = Header(text_, "\r\ncontent-length:");
  const char* coding = Header(text_, "\r\ntransfer-encoding:");
  bool chunked = coding && strncasecmp(coding, "chunked", 7) == 0;
  left_ = length && !chunked ? strtoull(length, nullptr, 10) : 0;
  if (!chunked && left_ == 0) return Event::kRequest;
  state_ = chunked ? State::kChunkLine : State::kBody;
  return Header(text_, "\r\nexpect:") ? Event::kContinue : Event::kMore;
}

}  // namespace bench
