// The status table: which event leads to which status.
#include "transport/transport_state.h"

#include <doctest/doctest.h>

using namespace imnxport;

namespace {

const IXPSTATUS kStatuses[] = {IXP_FINDINGHOST, IXP_CONNECTING,    IXP_SECURING,
                               IXP_CONNECTED,   IXP_AUTHORIZING,   IXP_AUTHRETRY,
                               IXP_AUTHORIZED,  IXP_DISCONNECTING, IXP_DISCONNECTED};

}  // namespace

TEST_CASE("behaviour 2: every event leads to its status, whatever the status before") {
  struct Row {
    TransportEvent event;
    IXPSTATUS connected, not_connected;
  };
  const Row rows[] = {
      {TransportEvent::kConnect, IXP_CONNECTING, IXP_CONNECTING},
      {TransportEvent::kConnectDone, IXP_CONNECTED, IXP_CONNECTED},
      {TransportEvent::kFindingHost, IXP_FINDINGHOST, IXP_FINDINGHOST},
      {TransportEvent::kConnecting, IXP_CONNECTING, IXP_CONNECTING},
      {TransportEvent::kSecuring, IXP_SECURING, IXP_SECURING},
      {TransportEvent::kWireConnected, IXP_CONNECTED, IXP_CONNECTED},
      {TransportEvent::kChallenged, IXP_AUTHORIZING, IXP_AUTHORIZING},
      {TransportEvent::kAuthorized, IXP_AUTHORIZED, IXP_AUTHORIZED},
      {TransportEvent::kRefused, IXP_AUTHRETRY, IXP_AUTHRETRY},
      {TransportEvent::kDisconnect, IXP_DISCONNECTING, IXP_DISCONNECTING},
      {TransportEvent::kDisconnected, IXP_DISCONNECTED, IXP_DISCONNECTED},
      // The wire's statuses end with the commands that brought them; those of Connect stay.
      {TransportEvent::kIdle, IXP_CONNECTED, IXP_DISCONNECTED},
  };
  for (const Row& row : rows) {
    for (const IXPSTATUS before : kStatuses) {
      CAPTURE(static_cast<int>(row.event));
      CAPTURE(static_cast<int>(before));
      CHECK(NextStatus(before, row.event, true) == row.connected);
      CHECK(NextStatus(before, row.event, false) == row.not_connected);
    }
  }
}

TEST_CASE("behaviour 2.3: Connect without network announces CONNECTING and CONNECTED") {
  const IXPSTATUS first = NextStatus(IXP_DISCONNECTED, TransportEvent::kConnect, true);
  CHECK(first == IXP_CONNECTING);
  CHECK(NextStatus(first, TransportEvent::kConnectDone, true) == IXP_CONNECTED);
}

TEST_CASE("behaviour 6.3: a challenge goes AUTHORIZING, then AUTHORIZED or AUTHRETRY") {
  const IXPSTATUS asked = NextStatus(IXP_CONNECTED, TransportEvent::kChallenged, false);
  CHECK(asked == IXP_AUTHORIZING);
  CHECK(NextStatus(asked, TransportEvent::kAuthorized, false) == IXP_AUTHORIZED);
  CHECK(NextStatus(asked, TransportEvent::kRefused, false) == IXP_AUTHRETRY);
}

TEST_CASE("an unknown event changes nothing") {
  for (const IXPSTATUS before : kStatuses)
    CHECK(NextStatus(before, static_cast<TransportEvent>(99), true) == before);
}
