// No messages.
#include "foreign/message_pump.h"

namespace imnxport {

bool PumpMessages() noexcept { return false; }

}  // namespace imnxport
