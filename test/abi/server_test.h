/* server_test.h: what the files of server_test share. */
#ifndef IMNXPORT_TEST_SERVER_TEST_H
#define IMNXPORT_TEST_SERVER_TEST_H

#include "support/fixture.h"

/* An IID, and a CLSID, that nothing has. */
static const GUID kNobody = {0x3f0c1d55, 0x77aa, 0x4e0b, {0x9d, 0x1e, 0x5c, 0x20, 0x11, 0x42, 0xbe, 0x07}};

/* All interfaces of a transport: IUnknown, IInternetTransport, IHTTPMailTransport, IImnxportTransport and
 * IAgileObject, by number. */
enum { kTransportInterfaces = 5 };
static inline const GUID* TransportInterface(int number) {
  const GUID* const iids[kTransportInterfaces] = {&IID_IUnknown, &IID_IInternetTransport,
                                                  &IID_IHTTPMailTransport, &IID_IImnxportTransport,
                                                  &IID_IAgileObject};
  return iids[number];
}

#endif
