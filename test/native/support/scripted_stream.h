// An IStream whose every answer a test can choose; it remembers who called what.
#pragma once

#include <algorithm>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "counted.h"
#include "stream/stream_base.h"

namespace imnxport::test {

// Without a script it is an honest stream over `content`. Set the members before it is used; hooks run on
// the calling thread. Nothing in it is synchronised but the record of calls: two calls at a time, which no
// stream has to bear, are a data race that the thread sanitizer reports.
class ScriptedStream final : public Counted<StreamBase<>> {
 public:
  enum class Method { kQuery, kRead, kSeek, kStat };
  struct Call {
    Method method;
    std::thread::id thread;
  };

  explicit ScriptedStream(std::string bytes = {}) : content(std::move(bytes)) {}

  std::string content;
  size_t longest_read = SIZE_MAX;  // a Read gives no more than this
  HRESULT data_answer = S_OK;      // of a Read that gives bytes
  HRESULT end_answer = S_FALSE;    // of a Read at the end
  size_t position = 0;
  std::function<HRESULT(void*, ULONG, ULONG*)> on_read;
  std::function<HRESULT(LONGLONG, DWORD, ULARGE_INTEGER*)> on_seek;
  std::function<HRESULT(STATSTG*, DWORD)> on_stat;
  std::function<HRESULT(REFIID, void**)> on_query;
  std::function<void()> on_release;  // run before the reference is given back

  // A stream that can only be read.
  ScriptedStream& WithoutSeek() {
    on_seek = [](LONGLONG, DWORD, ULARGE_INTEGER*) { return E_NOTIMPL; };
    return *this;
  }
  ScriptedStream& WithoutStat() {
    on_stat = [](STATSTG*, DWORD) { return E_NOTIMPL; };
    return *this;
  }

  // ---- the honest answers, for hooks that only change some of them
  HRESULT HonestRead(void* to, ULONG size, ULONG* read) {
    const size_t left = content.size() - std::min(position, content.size());
    const size_t given = std::min({static_cast<size_t>(size), left, longest_read});
    std::memcpy(to, content.data() + (content.size() - left), given);
    position += given;
    *read = static_cast<ULONG>(given);
    return given > 0 ? data_answer : end_answer;
  }

  HRESULT HonestSeek(LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    const size_t from = origin == STREAM_SEEK_SET ? 0 : origin == STREAM_SEEK_END ? content.size() : position;
    position = from + static_cast<size_t>(move);
    if (where) where->QuadPart = position;
    return S_OK;
  }

  HRESULT HonestStat(STATSTG* stat, DWORD) {
    *stat = {};
    stat->type = STGTY_STREAM;
    stat->cbSize.QuadPart = content.size();
    return S_OK;
  }

  // ---- what was called
  std::vector<Call> Calls() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return calls_;
  }

  int CountOf(Method method) const {
    int count = 0;
    for (const Call& call : Calls()) count += call.method == method ? 1 : 0;
    return count;
  }

  // ---- IStream
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    if (on_release) on_release();
    return Counted::Release();
  }
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    Note(Method::kQuery);
    return on_query ? on_query(riid, ppv) : Counted::QueryInterface(riid, ppv);
  }
  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept override {
    Note(Method::kRead);
    return on_read ? on_read(to, size, read) : HonestRead(to, size, read);
  }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* where) noexcept override {
    Note(Method::kSeek);
    return on_seek ? on_seek(move.QuadPart, origin, where) : HonestSeek(move.QuadPart, origin, where);
  }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD flags) noexcept override {
    Note(Method::kStat);
    return on_stat ? on_stat(stat, flags) : HonestStat(stat, flags);
  }

 private:
  void Note(Method method) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    calls_.push_back({method, std::this_thread::get_id()});
  }

  mutable std::mutex mutex_;
  std::vector<Call> calls_;
};

}  // namespace imnxport::test
