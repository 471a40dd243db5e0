// What has been read of a command's stream by the transport that carries the command out.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace imnxport {

// Written by the streams that are handed over (one and its clones), read by the runner. Any thread.
class StreamRecord {
 public:
  using Clock = std::chrono::steady_clock;

  struct Counts {
    uint64_t read = 0;  // bytes from the beginning on, since reading last began there
    bool touched = false;
    bool whole = false;  // all of it, once at least
    std::optional<uint64_t> length;
  };

  // `declared`: the length that the client has promised.
  explicit StreamRecord(std::optional<uint64_t> declared) noexcept;

  // A call into the client's stream begins and ends: time spent there is not the transport's silence.
  void Enter() noexcept;
  void Leave() noexcept;
  // The client's stream has nothing yet, or has something again.
  void SetPending(bool pending) noexcept;

  // `count` bytes that begin at `position` were handed over; none: the end is there.
  void NoteRead(uint64_t position, uint64_t count) noexcept;
  // The stream has said how long it is; by Stat, where 0 may also mean that it does not know.
  void NoteLength(uint64_t length) noexcept;
  void NoteStat(uint64_t size) noexcept;

  Counts Take() const noexcept;
  // Whether the transport waits for the stream.
  bool Waiting() const noexcept;
  // When it last did something with it.
  Clock::time_point LastActivity() const noexcept;

 private:
  mutable std::mutex mutex_;  // guards what follows
  Counts counts_;
  const bool declared_;
  bool told_empty_ = false;
  int inside_ = 0;
  bool pending_ = false;
  Clock::time_point last_activity_;
};

}  // namespace imnxport
