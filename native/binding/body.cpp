// Telling bodies apart.
#include "binding/body.h"

#include "binding/arguments.h"
#include "binding/body_wrap.h"
#include "binding/js_error.h"
#include "binding/producer_wrap.h"

namespace imnxport::binding {

Body& ToBody(const Napi::Value& value, const char* name) {
  const Napi::Object object = ToObject(value, name);
  if (object.CheckTypeTag(&BodyWrap::kTypeTag)) return *BodyWrap::Unwrap(object);
  if (object.CheckTypeTag(&ProducerWrap::kTypeTag)) return *ProducerWrap::Unwrap(object);
  ThrowBadArgument(value.Env(), name, "must be a body made by this addon");
}

}  // namespace imnxport::binding
