// The GUIDs, compared with their published texts.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "abi/imnxport_ext.h"

namespace {

std::string Text(const GUID& guid) {
  char text[40];
  std::snprintf(text, sizeof text, "%08lX-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X",
                static_cast<unsigned long>(guid.Data1), guid.Data2, guid.Data3, guid.Data4[0], guid.Data4[1],
                guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7]);
  return text;
}

}  // namespace

TEST_CASE("abi: the GUIDs of COM") {
  CHECK(Text(IID_IUnknown) == "00000000-0000-0000-C000-000000000046");
  CHECK(Text(IID_IClassFactory) == "00000001-0000-0000-C000-000000000046");
  CHECK(Text(IID_IMarshal) == "00000003-0000-0000-C000-000000000046");
  CHECK(Text(IID_IStream) == "0000000C-0000-0000-C000-000000000046");
  CHECK(Text(IID_ISequentialStream) == "0C733A30-2A1C-11CE-ADE5-00AA0044773D");
  CHECK(Text(IID_IAgileObject) == "94EA2B94-E9CC-49E0-C0FF-EE64CA8F5B90");
}

TEST_CASE("abi: the GUIDs of Imnxport") {
  CHECK(Text(IID_ITransportCallback) == "0DF2C7E1-3435-11D0-81D0-00C04FD85AB4");
  CHECK(Text(IID_ITransportCallbackService) == "CA30F3FF-C9AC-11D1-9A3A-00C04FA309D4");
  CHECK(Text(IID_IInternetTransport) == "1F636C01-364E-11D0-81D3-00C04FD85AB4");
  CHECK(Text(IID_IHTTPMailCallback) == "19F6481C-E5F0-11D1-A86E-0000F8084F96");
  CHECK(Text(IID_IHTTPMailTransport) == "B8BDE03C-E548-11D1-A86E-0000F8084F96");
  CHECK(Text(CLSID_IHTTPMailTransport) == "5A580C11-E5EB-11D1-A86E-0000F8084F96");
  CHECK(Text(CLSID_IPropFindRequest) == "BB847B8A-054A-11D2-A894-0000F8084F96");
  CHECK(Text(IID_IPropFindRequest) == "5CFC6308-0544-11D2-A894-0000F8084F96");
  CHECK(Text(IID_IPropFindMultiResponse) == "0DEE87DE-0547-11D2-A894-0000F8084F96");
  CHECK(Text(IID_IPropFindResponse) == "8A523716-0548-11D2-A894-0000F8084F96");
  CHECK(Text(IID_IDAVNamespaceArbiter) == "72A58FF8-227D-11D2-A8B5-0000F8084F96");
  CHECK(Text(CLSID_IPropPatchRequest) == "EA678830-235D-11D2-A8B6-0000F8084F96");
  CHECK(Text(IID_IPropPatchRequest) == "AB8B8D2A-227F-11D2-A8B5-0000F8084F96");
}

TEST_CASE("abi: the GUIDs of this project are random ones") {
  for (const GUID* guid : {&IID_IImnxportTransport, &IID_IImnxportCallback, &IID_IImnxportAsyncStream,
                           &IID_IImnxportReadiness, &CLSID_ImnxportTransport}) {
    CHECK((guid->Data3 >> 12) == 4);         // version: random
    CHECK((guid->Data4[0] & 0xC0) == 0x80);  // variant: RFC 9562
  }
  CHECK(Text(IID_IImnxportTransport) == "EE74D68E-C4D5-406C-A5B1-BEB6DE7D768F");
  CHECK(Text(CLSID_ImnxportTransport) == "F553FA68-647B-41EA-892A-73116EBDE3CD");
}

TEST_CASE("abi: GUIDs compare") {
  const GUID copy = IID_IStream;
  CHECK(IsEqualGUID(copy, IID_IStream));
  CHECK(IsEqualIID(copy, IID_IStream));
  CHECK_FALSE(IsEqualGUID(copy, IID_IUnknown));
  GUID last_byte = copy;
  last_byte.Data4[7] ^= 1;
  CHECK_FALSE(IsEqualGUID(copy, last_byte));
}
