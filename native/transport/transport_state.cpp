// The status table.
#include "transport/transport_state.h"

namespace imnxport {

IXPSTATUS NextStatus(IXPSTATUS status, TransportEvent event, bool connected) noexcept {
  switch (event) {
    case TransportEvent::kConnect:
    case TransportEvent::kConnecting:
      return IXP_CONNECTING;
    case TransportEvent::kConnectDone:
    case TransportEvent::kWireConnected:
      return IXP_CONNECTED;
    case TransportEvent::kFindingHost:
      return IXP_FINDINGHOST;
    case TransportEvent::kSecuring:
      return IXP_SECURING;
    case TransportEvent::kChallenged:
      return IXP_AUTHORIZING;
    case TransportEvent::kAuthorized:
      return IXP_AUTHORIZED;
    case TransportEvent::kRefused:
      return IXP_AUTHRETRY;
    case TransportEvent::kIdle:
      // The wire's statuses end with the commands that brought them.
      return connected ? IXP_CONNECTED : IXP_DISCONNECTED;
    case TransportEvent::kDisconnect:
      return IXP_DISCONNECTING;
    case TransportEvent::kDisconnected:
      return IXP_DISCONNECTED;
  }
  return status;
}

}  // namespace imnxport
