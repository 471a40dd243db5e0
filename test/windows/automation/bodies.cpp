// Everything that a client may pass as Body, through IDispatch and through the vtable.
#include "support/streams.h"

namespace {

// Posts it late and early bound and checks what came over the wire.
void CheckBody(Host* host, const char* what, const Variant& body, const std::string& expected) {
  Looking(what);
  const std::string url = host->Url("/inbox/");
  const int before = ServerRequests(host->server);
  const Called called = CallPost(host->poster, url.c_str(), body);
  CHECK_HR(called.hr, S_OK);
  CHECK_EQ(V_VT(&called.result), VT_I4);
  CHECK_EQ(V_I4(&called.result), 201);
  LONG status = 0;
  CHECK_HR(host->poster->Post(Bstr(url.c_str()), body, nullptr, &status), S_OK);
  CHECK_EQ(status, 201);
  for (int i = before; i < before + 2; ++i) {
    CHECK_EQ(host->BodyOf(i).size(), expected.size());
    CHECK(host->BodyOf(i) == expected);
    CHECK(RequestField(ServerWaitEnd(host->server, i), "Content-Type") == nullptr);
  }
  CHECK_EQ(GetNumber(host->poster, L"BytesSent"), static_cast<double>(expected.size()));
  Looking(nullptr);
}

// Neither door sends anything, and both say why.
void CheckRefused(Host* host, const char* what, const Variant& body) {
  Looking(what);
  const std::string url = host->Url("/inbox/");
  const Called called = CallPost(host->poster, url.c_str(), body);
  CHECK_HR(called.hr, DISP_E_EXCEPTION);
  CHECK_HR(called.scode, DISP_E_TYPEMISMATCH);
  CHECK_HOLDS(called.description, L"Body must be");
  LONG status = 7;
  CHECK_HR(host->poster->Post(Bstr(url.c_str()), body, nullptr, &status), DISP_E_TYPEMISMATCH);
  CHECK_EQ(status, 0);
  CHECK_HOLDS(LastErrorText(), L"Body must be");
  CHECK_EQ(ServerRequests(host->server), 0);
  Looking(nullptr);
}

Variant Text(const std::wstring& text) {
  Variant variant;
  V_VT(&variant) = VT_BSTR;
  V_BSTR(&variant) = SysAllocStringLen(text.data(), static_cast<UINT>(text.size()));
  return variant;
}

Variant Dispatch(IDispatch* object) {
  Variant variant(object);
  V_VT(&variant) = VT_DISPATCH;
  return variant;
}

}  // namespace

CASE(body_text_is_utf8) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Variant text = Text(L"gr\u00fc\u00dfe \u20ac \xd83d\xde00");
    const std::string utf8 =
        "gr\xc3\xbc\xc3\x9f"
        "e \xe2\x82\xac \xf0\x9f\x98\x80";
    CheckBody(&host, "BSTR", text, utf8);
    CheckBody(&host, "BYREF|BSTR", RefInto(&text), utf8);
    CheckBody(&host, "BYREF|VARIANT", RefTo(&text), utf8);
    Variant inner = RefInto(&text);
    CheckBody(&host, "BYREF|VARIANT to BYREF|BSTR", RefTo(&inner), utf8);
    CheckBody(&host, "BSTR with a NUL", Text(std::wstring(L"a\0b", 3)), std::string("a\0b", 3));
    CheckBody(&host, "half a surrogate pair",
              Text(L"a\xd83d"
                   L"b"),
              "a\xef\xbf\xbd"
              "b");
    CheckBody(&host, "empty BSTR", Text(L""), "");
    CheckBody(&host, "NULL BSTR", Zero(VT_BSTR), "");
  });
}

CASE(body_arrays_of_bytes) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    Variant bytes = Bytes(all);
    CheckBody(&host, "ARRAY|UI1", bytes, all);
    CheckBody(&host, "ARRAY|UI1 from 1", Bytes(all, 1), all);
    CheckBody(&host, "ARRAY|UI1 from -5", Bytes(all, -5), all);
    CheckBody(&host, "BYREF|ARRAY|UI1", RefInto(&bytes), all);
    CheckBody(&host, "BYREF|VARIANT to ARRAY|UI1", RefTo(&bytes), all);
    Variant inner = RefInto(&bytes);
    CheckBody(&host, "BYREF|VARIANT to BYREF|ARRAY|UI1", RefTo(&inner), all);
    CheckBody(&host, "an empty array", Bytes(""), "");
    CheckBody(&host, "no array yet", Zero(VT_ARRAY | VT_UI1), "");
    const std::string large(3000000, 'x');
    CheckBody(&host, "3 MB", Bytes(large), large);
  });
}

CASE(body_arrays_of_numbers) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    std::vector<Variant> numbers;
    for (const VARTYPE type : {VT_I1, VT_UI1, VT_I2, VT_UI2, VT_I4, VT_UI4, VT_I8, VT_UI8, VT_INT, VT_UINT,
                               VT_R4, VT_R8, VT_DECIMAL}) {
      numbers.push_back(Number(type, 65 + static_cast<double>(numbers.size())));
    }
    numbers.push_back(Number(VT_I2, 0));
    numbers.push_back(Number(VT_I4, 255));
    const std::string expected("ABCDEFGHIJKLM\0\xff", 15);
    Variant array = Elements(numbers);
    CheckBody(&host, "ARRAY|VARIANT", array, expected);
    CheckBody(&host, "BYREF|ARRAY|VARIANT", RefInto(&array), expected);
    CheckBody(&host, "BYREF|VARIANT to ARRAY|VARIANT", RefTo(&array), expected);
    CheckBody(&host, "an empty array", Elements({}), "");
  });
}

CASE(body_streams) {
  InApartment(COINIT_MULTITHREADED, [] {
    Host host;
    const std::string bytes = "From: a@example.com\r\n\r\nA stream.\r\n";
    IStream* stream = SystemStream(bytes);
    Variant unknown(stream);
    CheckBody(&host, "UNKNOWN", unknown, bytes);
    CheckBody(&host, "BYREF|UNKNOWN", RefInto(&unknown), bytes);
    CheckBody(&host, "BYREF|VARIANT to UNKNOWN", RefTo(&unknown), bytes);
    CHECK_HR(VariantClear(&unknown), S_OK);
    ScriptObject* object = new ScriptObject(stream);
    Variant dispatch = Dispatch(object);
    CheckBody(&host, "DISPATCH", dispatch, bytes);
    CheckBody(&host, "BYREF|DISPATCH", RefInto(&dispatch), bytes);
    CHECK_HR(VariantClear(&dispatch), S_OK);
    // The poster and the core have given back what they took.
    stream->AddRef();
    CHECK_EQ(stream->Release(), 1);
    CHECK_EQ(object->Release(), 0);
  });
}

CASE(body_nothing_that_can_be_posted) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    // The second is a variable that was set to nothing; both may be a message that was lost on its way here.
    CheckRefused(&host, "Empty", Variant());
    CheckRefused(&host, "Null", Zero(VT_NULL));
    CheckRefused(&host, "missing", Missing());
    CheckRefused(&host, "Nothing as DISPATCH", Zero(VT_DISPATCH));
    CheckRefused(&host, "Nothing as UNKNOWN", Zero(VT_UNKNOWN));
    CheckRefused(&host, "a number", Number(VT_I4, 5));
    CheckRefused(&host, "a Boolean", Zero(VT_BOOL));
    ScriptObject* object = new ScriptObject(nullptr);
    CheckRefused(&host, "an object without IStream", Dispatch(object));
    CHECK_EQ(object->Release(), 0);
    Variant empty;
    CheckRefused(&host, "a reference to Empty", RefTo(&empty));
    for (const int type : {int{VT_VARIANT}, int{VT_BSTR}, int{VT_UNKNOWN}, VT_ARRAY | VT_UI1, int{VT_I4}}) {
      // DispInvoke itself may not like them; the vtable sees them as they are.
      LONG status = 0;
      CHECK_HR(host.poster->Post(Bstr("http://127.0.0.1/"), Zero(static_cast<VARTYPE>(VT_BYREF | type)),
                                 nullptr, &status),
               DISP_E_TYPEMISMATCH);
    }
    Variant self;
    V_VT(&self) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&self) = &self;
    LONG status = 0;
    CHECK_HR(host.poster->Post(Bstr("http://127.0.0.1/"), self, nullptr, &status), DISP_E_TYPEMISMATCH);
    CHECK_EQ(ServerRequests(host.server), 0);
  });
}

CASE(body_arrays_of_something_else) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    for (const VARTYPE type : {VT_I2, VT_I4, VT_BSTR, VT_R8}) {
      Variant array;
      V_VT(&array) = static_cast<VARTYPE>(VT_ARRAY | type);
      V_ARRAY(&array) = SafeArrayCreateVector(type, 0, 2);
      CheckRefused(&host, "an array of another type", array);
    }
    SAFEARRAYBOUND bounds[2] = {{2, 0}, {2, 0}};
    Variant matrix;
    V_VT(&matrix) = VT_ARRAY | VT_UI1;
    V_ARRAY(&matrix) = SafeArrayCreate(VT_UI1, 2, bounds);
    CheckRefused(&host, "two dimensions", matrix);
    CheckRefused(&host, "256", Elements({Number(VT_I2, 1), Number(VT_I2, 256)}));
    CheckRefused(&host, "-1", Elements({Number(VT_I2, -1)}));
    CheckRefused(&host, "1.5", Elements({Number(VT_R8, 1.5)}));
    CheckRefused(&host, "text", Elements({Variant(L"65")}));
    CheckRefused(&host, "Empty", Elements({Variant()}));
    CheckRefused(&host, "True", Elements({Zero(VT_BOOL)}));
  });
}
