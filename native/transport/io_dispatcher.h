// Where callbacks are called that never keep a thread: on the I/O thread itself.
#pragma once

#include <memory>

#include "abi/imnxport.h"
#include "com/com_object.h"
#include "dispatch/dispatcher.h"

namespace imnxport {

// Said by a callback of this library's own: each of its methods, its last Release included, only takes note
// of what it is told, and returns. So nobody's time is lost when the I/O thread calls it, and a thread has
// not to be woken for it. Not for others, and not published: nobody could hold them to it. Source: our
// decision.
struct IPromptCallback : public IUnknown {};
inline constexpr IID IID_IPromptCallback = {
    0x5b0f6a51, 0x2f7c, 0x4c0e, {0x9d, 0x3a, 0x61, 0x0c, 0x7e, 0xb2, 0x48, 0xd5}};

IMNXPORT_INTERFACE_ID(IPromptCallback)

// Calls on the I/O thread, which stays while there are dispatchers of this kind. Null: it cannot be started.
// May throw std::bad_alloc. Any thread.
std::shared_ptr<Dispatcher> MakeIoDispatcher();

}  // namespace imnxport
