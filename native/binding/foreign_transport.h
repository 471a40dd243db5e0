// What a NativeTransport stands in front of when it does not post by itself: a provider, or a transport that
// somebody else made.
#pragma once

#include <memory>
#include <string>

#include "binding/com_place.h"
#include "binding/environment.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "foreign/foreign_runner.h"
#include "foreign/pointer_claim.h"
#include "transport/command_executor.h"

namespace imnxport::binding {

class TransportWrap;

// JS thread only.
class ForeignTransport {
 public:
  // What `init` of createTransport names as `provider` or `pointer`; null: neither. Nothing is opened yet.
  // Throws NativeFailure.
  static std::unique_ptr<ForeignTransport> Of(const Napi::Object& init,
                                              std::shared_ptr<JsLink<TransportWrap>> link,
                                              std::shared_ptr<Environment> environment);
  ~ForeignTransport() { Close(); }

  // Makes the executor of the transport in front; once.
  ExecutorFactory Factory();

  // Gives a transport that is there already our callback, and this user agent: what it answers to that is
  // known at once. A provider is left for its first use. Throws NativeFailure.
  void Initialise(Napi::Env env, const std::string& user_agent);

  // Why the command `token` was refused without having been carried out: NativeRefusal of lib/native.ts, or
  // null.
  Napi::Value RefusalOf(Napi::Env env, uint64_t token);

  // An interface of the transport itself. Throws NativeFailure: RPC_E_WRONG_THREAD for a provider.
  ComPtr<IUnknown> Query(Napi::Env env, REFIID iid) const;

  // Where its methods are called.
  std::unique_ptr<ComPlace> Com(Napi::Env env) const;

  // The end of the transport in front has come, or the end of the environment: one that lives on this thread
  // is let go here and now. May be called again.
  void Close() noexcept;

 private:
  ForeignTransport() = default;

  std::shared_ptr<Apartment> apartment_;
  std::unique_ptr<TransportSource> source_;  // these two until Factory's product has them
  std::unique_ptr<AskHere> ask_here_;
  std::shared_ptr<ForeignRunner> runner_;
  ComPtr<IHTTPMailTransport> pointer_;  // null: a provider
  PointerClaim claim_;
};

}  // namespace imnxport::binding
