// Apartments, as far as streams are concerned; only Windows has them.
#pragma once

#include "abi/imnxport.h"
#include "com/com_ptr.h"

namespace imnxport {

// Whether a stream belongs to the single-threaded apartment of the calling thread, and may be called there
// only. Source: our decision (behaviour 4.6).
bool BelongsToThisThread(IStream* stream) noexcept;

// Decides how a stream is called on threads of ours. *cookie 0: as it is. Otherwise it belongs to the
// apartment of the calling thread, and *cookie stands for it in the system's table, which then holds a
// reference on it. On the thread that posts it. A failure is that of the registration; nothing is held then.
// Source: our decision (behaviour 4.6).
HRESULT RegisterStream(IStream* stream, DWORD* cookie) noexcept;

// What stands for a registered stream on this thread: mostly a proxy, whose calls wait until the stream's own
// thread pumps messages. On a thread that has joined an apartment.
HRESULT GetRegisteredStream(DWORD cookie, ComPtr<IStream>* stream) noexcept;

// The table lets go of it. Where nobody else holds the stream, this waits like a call into it.
void RevokeStream(DWORD cookie) noexcept;

}  // namespace imnxport
