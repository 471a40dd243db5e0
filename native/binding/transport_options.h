// IMNXPORT_OPTIONS and IMNXPORT_POST out of the objects that JavaScript passes.
#pragma once

#include <optional>
#include <string>

#include "abi/imnxport_ext.h"
#include "binding/arguments.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// NativeOptions of lib/native.ts. Owns the text that the structure points at, except the certificates in
// memory, which stay JavaScript's: use it before JavaScript runs again. JS thread; throws NativeFailure.
class TransportOptions {
 public:
  explicit TransportOptions(const Napi::Object& from);
  const IMNXPORT_OPTIONS& Get() const noexcept { return options_; }

 private:
  const std::optional<std::string> proxy_;
  const std::optional<std::string> ca_file_;
  const SecretText user_;
  const SecretText password_;
  const std::optional<std::string> origin_;
  const HeaderList headers_;
  IMNXPORT_OPTIONS options_ = {};
};

// What post() of NativeTransport is told beside URL and body: these arguments, from `first` on. Owns the
// text. JS thread; throws NativeFailure.
class PostOptions {
 public:
  PostOptions(const Napi::CallbackInfo& info, size_t first);
  const IMNXPORT_POST& Get() const noexcept { return post_; }

 private:
  const std::optional<std::string> content_type_;
  const HeaderList headers_;
  IMNXPORT_POST post_ = {};
};

}  // namespace imnxport::binding
