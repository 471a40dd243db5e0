// What each call does with the stream, and what becomes of its answer.
#include "binding/stream_calls.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "binding/arguments.h"
#include "binding/js_error.h"
#include "binding/stream_wrap.h"
#include "com/com_ptr.h"
#include "stream/stream_stat.h"

namespace imnxport::binding {

void PromiseCall::Settle(Napi::Env env, bool ran) {
  try {
    if (!ran) ThrowFailure(env, IXP_E_INVALID_STATE, "the stream has been closed");
    ThrowIfFailed(env, hr_, method_);
    deferred_.Resolve(Result(env));
  } catch (const Napi::Error& error) {
    deferred_.Reject(error.Value());
  }
}

namespace {

class ReadCall final : public PromiseCall {
 public:
  ReadCall(Napi::Env env, uint32_t size) : PromiseCall(env, "IStream::Read"), size_(size) {}

  void Run(IStream* stream) noexcept override {
    bytes_.reset(new (std::nothrow) uint8_t[size_]);
    hr_ = bytes_ ? stream->Read(bytes_.get(), size_, &got_) : E_OUTOFMEMORY;
    if (SUCCEEDED(hr_) && got_ > size_) hr_ = E_UNEXPECTED;
  }

 private:
  // null: the end.
  Napi::Value Result(Napi::Env env) override {
    if (got_ == 0) return env.Null();
    auto result = Napi::Uint8Array::New(env, got_);
    std::memcpy(result.Data(), bytes_.get(), got_);
    return result;
  }

  const uint32_t size_;
  std::unique_ptr<uint8_t[]> bytes_;
  ULONG got_ = 0;
};

class SeekCall final : public PromiseCall {
 public:
  SeekCall(Napi::Env env, int64_t move, uint32_t origin)
      : PromiseCall(env, "IStream::Seek"), move_(move), origin_(origin) {}

  void Run(IStream* stream) noexcept override {
    LARGE_INTEGER move;
    move.QuadPart = move_;
    hr_ = stream->Seek(move, origin_, &position_);
  }

 private:
  Napi::Value Result(Napi::Env env) override {
    return Napi::BigInt::New(env, static_cast<uint64_t>(position_.QuadPart));
  }

  const int64_t move_;
  const uint32_t origin_;
  ULARGE_INTEGER position_ = {};
};

class StatCall final : public PromiseCall {
 public:
  explicit StatCall(Napi::Env env) : PromiseCall(env, "IStream::Stat") {}

  void Run(IStream* stream) noexcept override { hr_ = StatWithName(stream, &stat_, &name_); }

 private:
  Napi::Value Result(Napi::Env env) override {
    const auto number = [&](ULONGLONG value) { return Napi::BigInt::New(env, static_cast<uint64_t>(value)); };
    const auto time = [&](const FILETIME& time) {
      return number(static_cast<ULONGLONG>(time.dwHighDateTime) << 32 | time.dwLowDateTime);
    };
    auto result = Napi::Object::New(env);
    result.Set("size", number(stat_.cbSize.QuadPart));
    result.Set("type", Napi::Number::New(env, stat_.type));
    result.Set("mode", Napi::Number::New(env, stat_.grfMode));
    result.Set("modified", time(stat_.mtime));
    result.Set("created", time(stat_.ctime));
    result.Set("accessed", time(stat_.atime));
    result.Set("name", name_.empty() ? env.Null() : Napi::String::New(env, name_));
    return result;
  }

  STATSTG stat_ = {};
  std::u16string name_;
};

class CloneCall final : public PromiseCall {
 public:
  explicit CloneCall(Napi::Env env) : PromiseCall(env, "IStream::Clone") {}

  void Run(IStream* stream) noexcept override {
    hr_ = stream->Clone(clone_.Put());
    if (FAILED(hr_)) {
      (void)clone_.Detach();  // it owns nothing, whatever was left there
    } else if (!clone_) {
      hr_ = E_UNEXPECTED;
    }
  }

 private:
  Napi::Value Result(Napi::Env env) override { return StreamWrap::Wrap(env, clone_.Get()); }

  ComPtr<IStream> clone_;
};

class WriteCall final : public PromiseCall {
 public:
  WriteCall(Napi::Env env, std::vector<uint8_t> bytes)
      : PromiseCall(env, "IStream::Write"), bytes_(std::move(bytes)) {}

  // A stream that takes a part is given the rest; one that takes nothing will not take it the next time
  // either.
  void Run(IStream* stream) noexcept override {
    size_t done = 0;
    while (SUCCEEDED(hr_) && done < bytes_.size()) {
      const auto size = static_cast<ULONG>(std::min<size_t>(bytes_.size() - done, kMost));
      ULONG written = 0;
      hr_ = stream->Write(bytes_.data() + done, size, &written);
      if (SUCCEEDED(hr_) && written == 0) hr_ = STG_E_WRITEFAULT;
      if (SUCCEEDED(hr_) && written > size) hr_ = E_UNEXPECTED;
      done += written;
    }
  }

 private:
  static constexpr size_t kMost = 1024 * 1024 * 1024;

  Napi::Value Result(Napi::Env env) override { return env.Undefined(); }

  const std::vector<uint8_t> bytes_;
};

class CommitCall final : public PromiseCall {
 public:
  explicit CommitCall(Napi::Env env) : PromiseCall(env, "IStream::Commit") {}
  void Run(IStream* stream) noexcept override { hr_ = stream->Commit(STGC_DEFAULT); }

 private:
  Napi::Value Result(Napi::Env env) override { return env.Undefined(); }
};

class CloseCall final : public PromiseCall {
 public:
  explicit CloseCall(Napi::Env env) : PromiseCall(env, "close") {}
  void Run(IStream*) noexcept override {}

 private:
  Napi::Value Result(Napi::Env env) override { return env.Undefined(); }
};

}  // namespace

std::unique_ptr<PromiseCall> MakeReadCall(const Napi::CallbackInfo& info) {
  return std::make_unique<ReadCall>(info.Env(), ToUnsigned(info[0], "size"));
}
std::unique_ptr<PromiseCall> MakeSeekCall(const Napi::CallbackInfo& info) {
  const int64_t move = ToMove(info[0], "move");
  return std::make_unique<SeekCall>(info.Env(), move, ToUnsigned(info[1], "origin"));
}
std::unique_ptr<PromiseCall> MakeStatCall(const Napi::CallbackInfo& info) {
  return std::make_unique<StatCall>(info.Env());
}
std::unique_ptr<PromiseCall> MakeCloneCall(const Napi::CallbackInfo& info) {
  return std::make_unique<CloneCall>(info.Env());
}
std::unique_ptr<PromiseCall> MakeWriteCall(const Napi::CallbackInfo& info) {
  return std::make_unique<WriteCall>(info.Env(), CopyBytes(info[0], "bytes"));
}
std::unique_ptr<PromiseCall> MakeCommitCall(const Napi::CallbackInfo& info) {
  return std::make_unique<CommitCall>(info.Env());
}
std::unique_ptr<PromiseCall> MakeCloseCall(const Napi::CallbackInfo& info) {
  return std::make_unique<CloseCall>(info.Env());
}

}  // namespace imnxport::binding
