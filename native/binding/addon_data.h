// The addon's instance data: everything that a module would otherwise keep in globals, once per environment.
#pragma once

#include <memory>

#include "binding/environment.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

struct ProducerClone;

// JS thread only. Node destroys it after the cleanup hooks of the environment.
struct AddonData {
  std::shared_ptr<Environment> environment;
  // The JavaScript classes; they are not exported, the functions of addon.cpp make the objects.
  Napi::FunctionReference transport_class;
  Napi::FunctionReference body_class;
  Napi::FunctionReference producer_class;
  Napi::FunctionReference consumer_class;
  Napi::FunctionReference stream_class;
  Napi::FunctionReference pointer_class;
  Napi::FunctionReference com_class;
  Napi::FunctionReference callback_class;
  Napi::FunctionReference bench_class;
  Napi::FunctionReference implemented_transport_class;
  Napi::FunctionReference handled_post_class;

  // `done` of the transports' handlers: one function for all that are of one class, as they usually are.
  Napi::FunctionReference done;

  // What the next producer that is made takes over; null otherwise.
  ProducerClone* clone = nullptr;

  static AddonData& Of(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }
};

}  // namespace imnxport::binding
