// The properties, and how late-bound calls are taken.
#include <cmath>
#include <limits>

#include "support/poster_host.h"

namespace {

Called Put(IDispatch* object, const wchar_t* name, const Variant& value) {
  return Call(object, name, DISPATCH_PROPERTYPUT, {value});
}

}  // namespace

CASE(properties_from_the_start) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    CHECK_WIDE(GetText(host.poster, L"UserAgent"), L"imnxport");
    CHECK_WIDE(GetText(host.poster, L"User"), L"");
    CHECK_EQ(GetNumber(host.poster, L"Timeout"), 60);
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 0);
    CHECK_WIDE(GetText(host.poster, L"Location"), L"");
    CHECK_EQ(GetNumber(host.poster, L"BytesSent"), 0);
    CHECK_WIDE(GetText(host.poster, L"ResponseText"), L"");
  });
}

CASE(properties_after_a_post) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    host.Answer(
        "HTTP/1.1 202 Taken\r\nLocation: /stored/1\r\nContent-Length: 11\r\n\r\n"
        "gr\xc3\xbc\xc3\x9f"
        "e \xe2\x82\xac");
    const Called called = CallPost(host.poster, host.Url("/inbox/").c_str(), Variant(L"text"), L"text/plain");
    CHECK_HR(called.hr, S_OK);
    CHECK_EQ(V_VT(&called.result), VT_I4);
    CHECK_EQ(V_I4(&called.result), 202);
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 202);
    const std::string location = host.Url("/stored/1");
    CHECK_WIDE(GetText(host.poster, L"Location"), std::wstring(location.begin(), location.end()));
    CHECK_EQ(GetNumber(host.poster, L"BytesSent"), 4);
    CHECK_WIDE(GetText(host.poster, L"ResponseText"), L"gr\u00fc\u00dfe \u20ac");
    CHECK_TEXT(RequestField(ServerWaitEnd(host.server, 0), "Content-Type"), "text/plain");
    CHECK_TEXT(RequestField(ServerWaitEnd(host.server, 0), "User-Agent"), "imnxport");

    // A server without UTF-8, and one that says nothing: what the first left is gone.
    host.Answer(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngr\xfc\x80"
        "e");
    CHECK_HR(CallPost(host.poster, host.Url("/").c_str(), Variant(L"")).hr, S_OK);
    CHECK_WIDE(GetText(host.poster, L"ResponseText"),
               L"gr\u00fc\u20ac"
               L"e");
    CHECK_WIDE(GetText(host.poster, L"Location"), L"");
    CHECK_EQ(GetNumber(host.poster, L"BytesSent"), 0);
  });
}

CASE(properties_are_sent) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    CHECK_HR(Put(host.poster, L"UserAgent", Variant(L"Pr\u00fcfer/1.0")).hr, S_OK);
    CHECK_WIDE(GetText(host.poster, L"UserAgent"), L"Pr\u00fcfer/1.0");
    CHECK_HR(CallPost(host.poster, host.Url("/").c_str(), Variant(L"a")).hr, S_OK);
    CHECK_TEXT(RequestField(ServerWaitEnd(host.server, 0), "User-Agent"),
               "Pr\xc3\xbc"
               "fer/1.0");
    CHECK_HR(Put(host.poster, L"UserAgent", Variant(L"")).hr, S_OK);
    CHECK_HR(CallPost(host.poster, host.Url("/").c_str(), Variant(L"a")).hr, S_OK);
    CHECK(RequestField(ServerWaitEnd(host.server, 1), "User-Agent") == nullptr);
  });
}

CASE(properties_refuse) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    const double kBad[] = {
        0, -1, 0.0001, 4294968, 1e300, std::nan(""), std::numeric_limits<double>::infinity()};
    for (const double seconds : kBad) {
      CHECK_HR(host.poster->put_Timeout(seconds), E_INVALIDARG);
      CHECK_HOLDS(LastErrorText(), L"Timeout");
    }
    CHECK_EQ(GetNumber(host.poster, L"Timeout"), 60);
    for (const double seconds : {0.001, 2.5, 4294967.0}) {
      CHECK_HR(host.poster->put_Timeout(seconds), S_OK);
      double value = 0;
      CHECK_HR(host.poster->get_Timeout(&value), S_OK);
      CHECK(value == seconds);
    }
    CHECK_HR(host.poster->put_User(Bstr(std::wstring(L"a\0b", 3))), E_INVALIDARG);
    // Control characters are for the core to refuse, when they would be sent.
    LONG status = 0;
    CHECK_HR(host.poster->put_UserAgent(Bstr(L"a\r\nX-Injected: 1")), S_OK);
    CHECK_HR(host.poster->Post(Bstr(host.Url("/").c_str()), Variant(L"a"), nullptr, &status), E_INVALIDARG);
    CHECK_HOLDS(LastErrorText(), L"UserAgent");
    CHECK_HR(host.poster->put_UserAgent(nullptr), S_OK);
    CHECK_HR(host.poster->put_User(Bstr(L"a\r\nb")), S_OK);
    CHECK_HR(host.poster->Post(Bstr(host.Url("/").c_str()), Variant(L"a"), nullptr, &status), E_INVALIDARG);
    CHECK_HOLDS(LastErrorText(), L"User");
    CHECK_HR(host.poster->put_User(nullptr), S_OK);
    CHECK_HR(
        host.poster->Post(Bstr(host.Url("/").c_str()), Variant(L"a"), Bstr(L"text/plain\r\nX: 1"), &status),
        E_INVALIDARG);
    CHECK_HOLDS(LastErrorText(), L"ContentType");
    CHECK_EQ(ServerRequests(host.server), 0);
    CHECK_HR(host.poster->Post(nullptr, Variant(L"a"), nullptr, nullptr), E_POINTER);
    CHECK_HR(host.poster->get_Timeout(nullptr), E_POINTER);
    CHECK_HR(host.poster->get_User(nullptr), E_POINTER);
    CHECK_HR(host.poster->get_LastStatus(nullptr), E_POINTER);
    CHECK_HR(host.poster->get_BytesSent(nullptr), E_POINTER);
  });
}

CASE(late_bound_conversions) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    CHECK_HR(Put(host.poster, L"Timeout", Number(VT_I2, 30)).hr, S_OK);
    CHECK_EQ(GetNumber(host.poster, L"Timeout"), 30);
    CHECK_HR(Put(host.poster, L"timeout", Variant(L"45")).hr, S_OK);  // names do not care for case
    CHECK_EQ(GetNumber(host.poster, L"TIMEOUT"), 45);
    CHECK_HR(Put(host.poster, L"User", Number(VT_I4, 42)).hr, S_OK);
    CHECK_WIDE(GetText(host.poster, L"User"), L"42");

    // Arguments are counted from the last: of (Url, Body), Url is number 1. Wine does not tell which it was.
    const auto mistaken = [](const Called& wrong, UINT bad) {
      CHECK_HR(wrong.hr, DISP_E_TYPEMISMATCH);
      CHECK(wrong.bad == bad || wrong.bad == ~0u);
    };
    mistaken(Put(host.poster, L"Timeout", Variant(L"soon")), 0);
    mistaken(Call(host.poster, L"Post", DISPATCH_METHOD, {Zero(VT_NULL), Variant(L"a")}), 1);
    mistaken(Call(host.poster, L"Post", DISPATCH_METHOD,
                  {Variant(L"http://127.0.0.1/"), Variant(L"a"), Zero(VT_NULL)}),
             0);
    CHECK_EQ(ServerRequests(host.server), 0);
  });
}

CASE(late_bound_named_arguments) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    const std::string url = host.Url("/named");
    const Variant target(std::wstring(url.begin(), url.end()).c_str());
    CHECK_HR(Call(host.poster, L"Post", DISPATCH_METHOD, {Variant(L"text/x"), Variant(L"abc"), target},
                  {L"ContentType", L"Body", L"Url"})
                 .hr,
             S_OK);
    CHECK_HR(Call(host.poster, L"Post", DISPATCH_METHOD, {target, Variant(L"text/y"), Variant(L"def")},
                  {L"contenttype", L"body"})
                 .hr,
             S_OK);
    CHECK_TEXT(RequestField(ServerWaitEnd(host.server, 0), "Content-Type"), "text/x");
    CHECK_TEXT(RequestField(ServerWaitEnd(host.server, 1), "Content-Type"), "text/y");
    CHECK(host.BodyOf(0) == "abc");
    CHECK(host.BodyOf(1) == "def");
    // The third may be left out, or be passed as left out.
    CHECK_HR(Call(host.poster, L"Post", DISPATCH_METHOD, {target, Variant(L"ghi"), Missing()}).hr, S_OK);
    CHECK(RequestField(ServerWaitEnd(host.server, 2), "Content-Type") == nullptr);
  });
}

CASE(late_bound_mistakes) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    CHECK_HR(Call(host.poster, L"Postt", DISPATCH_METHOD, {}).hr, DISP_E_UNKNOWNNAME);
    CHECK_HR(Call(host.poster, L"Password", DISPATCH_PROPERTYGET, {}).hr, DISP_E_MEMBERNOTFOUND);
    CHECK(FAILED(Put(host.poster, L"LastStatus", Number(VT_I4, 1)).hr));
    CHECK(FAILED(Call(host.poster, L"Post", DISPATCH_METHOD, {Variant(L"http://127.0.0.1/")}).hr));
    CHECK_HR(Call(host.poster, L"Post", DISPATCH_METHOD, {Variant(), Variant(), Variant(), Variant()}).hr,
             DISP_E_BADPARAMCOUNT);
    LPOLESTR name = const_cast<LPOLESTR>(L"Post");
    DISPID id = 0;
    CHECK_HR(host.poster->GetIDsOfNames(IID_IUnknown, &name, 1, 0, &id), DISP_E_UNKNOWNINTERFACE);
    DISPPARAMS none{};
    CHECK_HR(host.poster->Invoke(DISPID_HTTPMAILPOSTER_TIMEOUT, IID_IUnknown, 0, DISPATCH_PROPERTYGET, &none,
                                 nullptr, nullptr, nullptr),
             DISP_E_UNKNOWNINTERFACE);
    CHECK_HR(host.poster->Invoke(4711, IID_NULL, 0, DISPATCH_METHOD, &none, nullptr, nullptr, nullptr),
             DISP_E_MEMBERNOTFOUND);
  });
}

CASE(late_bound_numbers_of_members) {
  static const struct {
    const wchar_t* name;
    DISPID id;
  } kMembers[] = {
      {L"Post", DISPID_HTTPMAILPOSTER_POST},
      {L"Cancel", DISPID_HTTPMAILPOSTER_CANCEL},
      {L"UserAgent", DISPID_HTTPMAILPOSTER_USERAGENT},
      {L"User", DISPID_HTTPMAILPOSTER_USER},
      {L"Password", DISPID_HTTPMAILPOSTER_PASSWORD},
      {L"Timeout", DISPID_HTTPMAILPOSTER_TIMEOUT},
      {L"LastStatus", DISPID_HTTPMAILPOSTER_LASTSTATUS},
      {L"Location", DISPID_HTTPMAILPOSTER_LOCATION},
      {L"BytesSent", DISPID_HTTPMAILPOSTER_BYTESSENT},
      {L"ResponseText", DISPID_HTTPMAILPOSTER_RESPONSETEXT},
  };
  InApartment(COINIT_MULTITHREADED, [] {
    Host host;
    for (const auto& member : kMembers) {
      LPOLESTR name = const_cast<LPOLESTR>(member.name);
      DISPID id = DISPID_UNKNOWN;
      CHECK_HR(host.poster->GetIDsOfNames(IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id), S_OK);
      CHECK_EQ(id, member.id);
    }
  });
}
