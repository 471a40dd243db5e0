// An IImnxportAsyncStream whose data, end and readiness come when the test says so.
#pragma once

#include <algorithm>
#include <cstring>
#include <deque>
#include <functional>
#include <string>

#include "com/com_ptr.h"
#include "counted.h"
#include "stream/stream_base.h"

namespace imnxport::test {

// Used on one thread. Reading it as an ordinary IStream is refused, and counted as a mistake of the reader.
class ScriptedAsyncStream final : public Counted<StreamBase<Implements<IImnxportAsyncStream>>> {
 public:
  explicit ScriptedAsyncStream(std::string bytes = {})
      : content(std::move(bytes)), length(content.size()), available(content.size()) {}

  std::string content;
  ULONGLONG length;              // what GetInfo says
  BOOL rewindable = TRUE;        // what GetInfo says
  size_t available;              // bytes that are there; beyond them E_PENDING
  bool end_known = true;         // false: E_PENDING instead of the end
  HRESULT end_answer = S_FALSE;  // S_OK with 0 bytes is an end too
  HRESULT data_answer = S_OK;    // S_FALSE with bytes is data too
  HRESULT advise_answer = S_OK;
  HRESULT info_answer = S_OK;
  HRESULT read_failure = S_OK;       // if set: what TryRead answers
  std::deque<HRESULT> rewinds;       // what the next Rewinds answer; then S_OK
  std::function<void()> on_pending;  // run inside a call that is about to answer E_PENDING

  size_t position = 0;
  int advised = 0;  // calls of Advise with somebody
  int rewound = 0;  // calls of Rewind
  int asked_as_stream = 0;
  ComPtr<IImnxportReadiness> readiness;

  // More is there: tells the reader.
  void Ready(size_t now_available, bool now_ended) {
    available = now_available;
    end_known = now_ended;
    if (readiness) readiness->OnReady();
  }

  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness* whom) noexcept override {
    if (whom && FAILED(advise_answer)) return advise_answer;
    advised += whom ? 1 : 0;
    readiness = ComPtr<IImnxportReadiness>(whom);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* bytes, BOOL* can_rewind) noexcept override {
    if (FAILED(info_answer)) return info_answer;
    *bytes = length;
    *can_rewind = rewindable;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE TryRead(void* to, ULONG size, ULONG* read) noexcept override {
    *read = 0;
    if (FAILED(read_failure)) return read_failure;
    const size_t there = std::min(available, content.size());
    const size_t given = std::min<size_t>(size, there - std::min(position, there));
    if (given == 0 && position == content.size() && end_known) return end_answer;
    if (given == 0) return Pending();
    std::memcpy(to, content.data() + position, given);
    position += given;
    *read = static_cast<ULONG>(given);
    return data_answer;
  }
  HRESULT STDMETHODCALLTYPE Rewind() noexcept override {
    ++rewound;
    HRESULT answer = S_OK;
    if (!rewinds.empty()) {
      answer = rewinds.front();
      rewinds.pop_front();
    }
    if (answer == E_PENDING) return Pending();
    if (SUCCEEDED(answer)) position = 0;
    return answer;
  }

  HRESULT STDMETHODCALLTYPE Read(void*, ULONG, ULONG*) noexcept override { return Misused(); }
  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER, DWORD, ULARGE_INTEGER*) noexcept override {
    return Misused();
  }
  HRESULT STDMETHODCALLTYPE Stat(STATSTG*, DWORD) noexcept override { return Misused(); }

 private:
  HRESULT Pending() {
    if (on_pending) on_pending();
    return E_PENDING;
  }
  HRESULT Misused() {
    ++asked_as_stream;
    return E_NOTIMPL;
  }
};

}  // namespace imnxport::test
