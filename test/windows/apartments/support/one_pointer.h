// Whether an object is the same pointer in every apartment of the process.
#pragma once

#include <objbase.h>

#include "host_thread.h"

namespace host {

// The same object, through the Global Interface Table, on a thread of each kind.
void CheckSameEverywhere(IUnknown* object, REFIID iid);

// ... and through CoMarshalInterThreadInterfaceInStream, from that thread to one of another apartment.
// `object` is the pointer of that interface.
void CheckSameThroughAStream(Thread& from, IUnknown* object, REFIID iid);

// The marshaler is a part of the object, by its identity and its count.
void CheckIdentity(IUnknown* object, REFIID iid);

}  // namespace host
