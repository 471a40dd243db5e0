// One COM object over the native halves of two JavaScript objects.
#include "binding/pipe.h"

#include <utility>

#include "binding/arguments.h"
#include "binding/consumer_wrap.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"
#include "binding/producer_wrap.h"
#include "com/com_object.h"
#include "stream/pipe_stream.h"

namespace imnxport::binding {
namespace {

// The native half of an end that is still unused; null for null.
template <class Wrap>
Wrap* ToUnusedEnd(const Napi::Value& value, const char* name) {
  if (value.IsNull()) return nullptr;
  const Napi::Object object = ToObject(value, name);
  if (!object.CheckTypeTag(&Wrap::kTypeTag)) ThrowBadArgument(value.Env(), name, "is not of the right class");
  Wrap* const wrap = Wrap::Unwrap(object);
  if (wrap->Gone()) ThrowBadArgument(value.Env(), name, "has been used already");
  return wrap;
}

}  // namespace

Napi::Value MakePipe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto* const producer = ToUnusedEnd<ProducerWrap>(info[0], "producer");
  auto* const consumer = ToUnusedEnd<ConsumerWrap>(info[1], "consumer");
  if (!producer && !consumer) ThrowBadArgument(env, "producer", "and consumer must not both be null");

  ComPtr<IStream> stream =
      MakePipeStream(producer ? producer->Get() : nullptr, consumer ? consumer->Get() : nullptr);
  ThrowIfFailed(env, stream ? S_OK : E_OUTOFMEMORY, "MakePipeStream");
  if (producer) producer->HandOut();
  if (consumer) consumer->HandOut();
  return PointerWrap::Wrap(env, ComPtr<IUnknown>::Attach(stream.Detach()), IID_IStream);
}

}  // namespace imnxport::binding
