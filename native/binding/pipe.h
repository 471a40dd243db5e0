// IStreams for native code whose other side is JavaScript.
#pragma once

#include "binding/napi_setup.h"

namespace imnxport::binding {

// pipeStream(producer, consumer), the export: a NativePointer to the IStream of a NativeProducer and a
// NativeConsumer that nothing has used yet; one of them may be null. Throws NativeFailure. JS thread.
Napi::Value MakePipe(const Napi::CallbackInfo& info);

}  // namespace imnxport::binding
