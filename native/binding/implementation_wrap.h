// The JavaScript half of a COM object whose methods are JavaScript: what keeps it, and the event loop.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "binding/addon_data.h"
#include "binding/environment.h"
#include "binding/handlers.h"
#include "binding/holders.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "binding/pointer_wrap.h"
#include "com/com_ptr.h"

namespace imnxport::binding {

// NativeImplementation of lib/native.ts, for a class that derives from it. It has the handlers, and the
// pointer; the COM object leads here by its link only. While anybody but the pointer holds the COM object, or
// it is at work, this is kept from garbage collection, and with it the handlers; and it is a reason for the
// event loop to go on, unless unref() was called. Otherwise all of it is garbage together. JS thread only.
template <class Derived>
class ImplementationWrap : public Napi::ObjectWrap<Derived>, private Closable {
 public:
  // Somebody has taken or given back a reference, or the work has changed.
  void Update() noexcept {
    if (!open_) return;
    if (holders_->Gone()) return Close();
    const bool held = holders_->HeldElsewhere() || work_ > 0;
    Keep(held, held && wanted_);
  }

  // The object is at work, once more or once less.
  void AddWork() noexcept {
    ++work_;
    Update();
  }
  void RemoveWork() noexcept {
    --work_;
    Update();
  }

 protected:
  using Link = JsLink<Derived>;

  ImplementationWrap(const Napi::CallbackInfo& info, Napi::Object handlers)
      : Napi::ObjectWrap<Derived>(info),
        environment_(AddonData::Of(info.Env()).environment),
        link_(std::make_shared<Link>(environment_)),
        handlers_(info.This().As<Napi::Object>(), handlers),
        holders_(std::make_shared<Holders>(Watch(link_))) {}
  ~ImplementationWrap() override { Close(); }

  // The object is made, and this is its first reference. At the end of the constructor; throws Napi::Error.
  void Publish(const Napi::CallbackInfo& info, ComPtr<IUnknown> object, REFIID iid) {
    const auto gone = [holders = holders_] { holders->PointerGone(); };
    info.This().As<Napi::Object>().Set("pointer",
                                       PointerWrap::Wrap(info.Env(), std::move(object), iid, gone));
    environment_->Add(this);
    link_->Tie(static_cast<Derived*>(this));  // nothing can fail any more
    open_ = true;
  }

  // Nobody has the object any more, or JavaScript ends.
  virtual void OnClose() noexcept {}

  // Methods of NativeImplementation: ref() and unref().
  void KeepAlive(const Napi::CallbackInfo&) { Want(true); }
  void LetEnd(const Napi::CallbackInfo&) { Want(false); }

  const std::shared_ptr<Link>& LinkHere() const noexcept { return link_; }
  const std::shared_ptr<Holders>& HoldersOf() const noexcept { return holders_; }
  const Handlers& HandlersOf() const noexcept { return handlers_; }

 private:
  // Has the wrap look again at who holds its object: now on the JS thread, soon from elsewhere, once for any
  // number of changes.
  static std::function<void()> Watch(std::shared_ptr<Link> link) {
    auto on_its_way = std::make_shared<std::atomic<bool>>(false);
    return [link = std::move(link), on_its_way = std::move(on_its_way)] {
      const auto look = [on_its_way](Napi::Env, Derived& wrap) {
        on_its_way->store(false);
        wrap.Update();
      };
      if (link->IsHere()) return link->Here(look);  // on any stack, since no JavaScript runs
      if (!on_its_way->exchange(true) && !link->Queue(look)) on_its_way->store(false);
    };
  }

  // From the object's end, the finalizer or the end of the environment, whichever comes first.
  void Close() noexcept override {
    if (!std::exchange(open_, false)) return;
    environment_->Remove(this);
    link_->Cut();
    OnClose();
    Keep(false, false);
  }

  void Want(bool loop) noexcept {
    wanted_ = loop;
    Update();
  }

  // Whether this object, and the event loop, are to be kept.
  void Keep(bool object, bool loop) noexcept {
    if (std::exchange(keeps_loop_, loop) != loop) {
      if (loop) {
        environment_->AddPending();
      } else {
        environment_->RemovePending(1);
      }
    }
    if (std::exchange(keeps_object_, object) == object) return;
    try {
      (void)(object ? this->Ref() : this->Unref());
    } catch (const Napi::Error&) {  // the environment is ending
    }
  }

  const std::shared_ptr<Environment> environment_;
  const std::shared_ptr<Link> link_;
  const Handlers handlers_;
  const std::shared_ptr<Holders> holders_;
  size_t work_ = 0;
  bool open_ = false;   // made, and not closed yet
  bool wanted_ = true;  // ref() was the last word, not unref()
  bool keeps_object_ = false;
  bool keeps_loop_ = false;
};

}  // namespace imnxport::binding
