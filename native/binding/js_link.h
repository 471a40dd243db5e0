// What a native thread may hold of a JavaScript object.
#pragma once

#include <memory>
#include <new>
#include <utility>

#include "binding/environment.h"

namespace imnxport::binding {

// Leads from any thread to a `Wrap`, the native half of a JavaScript object, for as long as that exists. The
// wrap ties it in its constructor and cuts it when it is done; what comes later is dropped.
template <class Wrap>
class JsLink : public std::enable_shared_from_this<JsLink<Wrap>> {
 public:
  explicit JsLink(std::shared_ptr<Environment> environment) noexcept : environment_(std::move(environment)) {}

  // Has `call(Napi::Env, Wrap&)` run on the JS thread, in the order of these calls. False: there is no
  // memory, or the environment has ended. Any thread; never blocks. `call` may throw Napi::Error.
  template <class Call>
  bool Queue(Call call) noexcept {
    std::unique_ptr<Event> event(new (std::nothrow)
                                     CallEvent<Call>(this->shared_from_this(), std::move(call)));
    return event && environment_->Queue(std::move(event));
  }

  // Whether the thread that calls is the JS thread. Any thread.
  bool IsHere() const noexcept { return environment_->IsHere(); }

  // Whether JavaScript can run right here: see Environment. Any thread.
  bool CanRun() const noexcept { return environment_->CanRun(); }

  // Has `call(Napi::Env, Wrap&)` run before this returns, for a native caller on the JS thread that cannot
  // wait. Nothing happens when the wrap is gone. What it throws surfaces as an uncaught exception. Only where
  // CanRun(), or, when it runs no JavaScript, IsHere().
  template <class Call>
  void Here(Call call) noexcept {
    if (!wrap_) return;
    const std::shared_ptr<JsLink> alive = this->shared_from_this();
    environment_->Run([&](Napi::Env env) { call(env, *wrap_); });
  }

  // JS thread.
  void Tie(Wrap* wrap) noexcept { wrap_ = wrap; }
  void Cut() noexcept { wrap_ = nullptr; }

 private:
  template <class Call>
  class CallEvent final : public Event {
   public:
    CallEvent(std::shared_ptr<JsLink> link, Call call) noexcept
        : link_(std::move(link)), call_(std::move(call)) {}
    void Deliver(Napi::Env env) override {
      if (Wrap* wrap = link_->wrap_) call_(env, *wrap);
    }

   private:
    const std::shared_ptr<JsLink> link_;
    Call call_;
  };

  const std::shared_ptr<Environment> environment_;
  Wrap* wrap_ = nullptr;  // JS thread only
};

}  // namespace imnxport::binding
