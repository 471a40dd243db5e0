// A host that posts while things fail: a server, a callback, streams, and the account of what was promised
// and what came.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "faults.h"

extern "C" {
struct Server;
}

namespace torture {

using imnxport::ComPtr;

// Says what is wrong; the run has failed then.
void Problem(const char* format, ...) __attribute__((format(printf, 1, 2)));
int Problems();

enum class Body {
  kBlocking,       // an ordinary stream
  kUnknownLength,  // one that can only be read
  kMemory,         // ours, over bytes
  kFile            // ours, over a file
};

// What the server does beside taking every message.
struct Serving {
  const char* logon = nullptr;         // the answer to each request without Authorization
  const char* first_answer = nullptr;  // to the first request
  bool silent = false;                 // it never answers
};

// The methods that answer bool are false when the library refused, properly; the scenario is over then. All
// is used by the thread that made it, outside the library (OfTest).
class Host {
 public:
  static constexpr int kMaxPosts = 8;

  explicit Host(const Serving& serving = {});
  ~Host();  // releases all, and settles the account
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // A transport by the class factory, with InitNew. `extended`: the callback answers IImnxportCallback.
  bool Open(bool extended = true, const char* log = nullptr);
  // The same with another transport of the library behind it.
  bool OpenForeign();
  bool Connect(const char* user = "", const char* password = "", bool log_commands = false);
  bool Configure(const IMNXPORT_OPTIONS& options);

  // Posts the next message to /inbox/<number>, or to `path`; with `post` by IImnxportTransport.
  bool Post(Body body, size_t size, const char* path = nullptr, IMNXPORT_POST* post = nullptr);
  void Cancel();  // the last message of Post with `post`
  void Drop();
  // Until every final response that is owed has come.
  void Wait();
  // Until the server has the head of so many requests, or a final response has come.
  void WaitForHead(int count);

  const char* Url(const char* path);

  // What OnLogonPrompt answers: these, or S_FALSE.
  const char* prompt_user = nullptr;
  const char* prompt_password = nullptr;
  bool may_fail = false;  // messages may end with a failure though nothing was made to fail

 private:
  class Callback;
  class Stream;
  struct Message {
    size_t size = 0;
    const char* path = nullptr;
    ComPtr<IStream> body;
    Stream* stream = nullptr;  // the same, if it is an ordinary one
    bool accepted = false;
    int ends = 0;
    HRESULT hr = S_OK;
  };

  bool Refused(const char* call, HRESULT hr);
  bool Made(HRESULT hr, const char* call);
  bool InitNew(bool extended, const char* log);
  ComPtr<IStream> MakeBody(Body body, Message& message);
  int OwedLocked() const;
  void Settle();
  int TakenByServer(const Message& message);

  const Serving serving_;
  const long live_before_;
  Server* server_ = nullptr;
  std::optional<OfTest> of_test_;
  Callback* callback_ = nullptr;
  ComPtr<IHTTPMailTransport> inner_, transport_;
  ComPtr<IImnxportTransport> extension_;
  ULONGLONG token_ = 0;
  int count_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  Message messages_[kMaxPosts];
};

}  // namespace torture
