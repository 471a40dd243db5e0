// The status of a transport as a pure function: which event leads to which IXPSTATUS.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// What can move the status.
enum class TransportEvent {
  kConnect,      // Connect was accepted
  kConnectDone,  // ... and nothing else is needed: HTTP has no session
  kFindingHost,  // the wire of the running command
  kConnecting,
  kSecuring,
  kWireConnected,
  kChallenged,   // credentials are sent
  kAuthorized,   // ... and were accepted
  kRefused,      // ... or not
  kIdle,         // no command is queued or running
  kDisconnect,   // Disconnect was accepted
  kDisconnected  // the end of Disconnect, DropConnection, or a declined question
};

// The status after `event`; `connected`: between Connect and the end of it. The same status means that
// there is nothing to announce. Source: our decision (behaviour 2).
IXPSTATUS NextStatus(IXPSTATUS status, TransportEvent event, bool connected) noexcept;

}  // namespace imnxport
