// INETSERVER for JavaScript, in both directions.
#pragma once

#include "abi/imnxport.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// An INETSERVER that is wiped from our memory when it is not needed any more: it has a password.
class SecretServer {
 public:
  SecretServer() noexcept = default;
  explicit SecretServer(const INETSERVER& copied) noexcept : server_(copied) {}
  SecretServer(const SecretServer&) noexcept = default;
  SecretServer& operator=(const SecretServer&) = delete;
  ~SecretServer();

  INETSERVER* Get() noexcept { return &server_; }
  const INETSERVER& operator*() const noexcept { return server_; }

 private:
  INETSERVER server_ = {};
};

// From InetServer of lib/com/structures.ts; members that are missing stay as they are. Text is put into the
// system's code page; 256 bytes of it fill a member to its last byte, without a NUL. Throws NativeFailure
// that names the member. JS thread.
void ReadServer(const Napi::Object& from, const char* name, INETSERVER* server);

// Text for a member of 256 bytes, with its NUL. False: the code page lacks a character of it, or it is too
// long. UTF-8; wipes what it makes. May throw std::bad_alloc. Any thread.
bool CopyToMember(const char* utf8, CHAR (&member)[256]);

// The other way; unterminated text ends with its member. JS thread; throws Napi::Error.
Napi::Object ToJs(Napi::Env env, const INETSERVER& server);

}  // namespace imnxport::binding
