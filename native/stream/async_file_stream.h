// A file stream that never keeps its reader waiting: what the system has in memory is read at once, and what
// it must fetch first is read ahead on a stream thread.
#pragma once

#include "stream/file_bytes.h"
#include "stream/file_read_ahead.h"

namespace imnxport {

// Source: our decision. The thread reads on for a while when the system did not have the bytes: on a slow
// disk the next ones are not there either, and every change costs a hop.
class AsyncFileStream final : public FileBytes<Implements<IImnxportAsyncStream>> {
 public:
  // Bytes that the thread reads after a miss.
  static constexpr uint64_t kWindow = 4 * 1024 * 1024;

  AsyncFileStream(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end);
  ~AsyncFileStream() override { ahead_->Close(); }

  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness* readiness) noexcept override {
    ahead_->Advise(readiness);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept override;
  HRESULT STDMETHODCALLTYPE TryRead(void* to, ULONG size, ULONG* read) noexcept override;
  HRESULT STDMETHODCALLTYPE Rewind() noexcept override;

 private:
  HRESULT TryReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) noexcept;
  SeekableStream* NewOnSameBytes() noexcept override;

  const std::shared_ptr<FileReadAhead> ahead_;
  bool cached_ = true;  // the file can be read without waiting; by the calls of the interface only
};

}  // namespace imnxport
