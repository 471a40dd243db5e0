// What a failing Post tells: the HRESULT, the words, and nothing that is secret.
#include <cstring>

#include "support/streams.h"

namespace {

// Late bound: the failure as a script sees it.
Called Fails(Host* host, const char* url, HRESULT expected) {
  Called called = CallPost(host->poster, url, Variant(L"body"));
  CHECK_HR(called.hr, DISP_E_EXCEPTION);
  CHECK_HR(called.scode, expected);
  CHECK_WIDE(called.source, L"Imnxport.HttpMailPoster");
  return called;
}

std::wstring Wide(const std::string& ascii) { return std::wstring(ascii.begin(), ascii.end()); }

bool Holds(const std::wstring& text, const wchar_t* part) { return text.find(part) != std::wstring::npos; }

}  // namespace

CASE(error_of_the_server) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    const char kAnswer[] =
        "HTTP/1.1 404 No such mailbox\r\nLocation: /elsewhere\r\nContent-Length: 4\r\n\r\ngone";
    host.Answer(kAnswer);
    const Called called = Fails(&host, host.Url("/inbox/?token=geheim").c_str(), IXP_E_HTTP_NOT_FOUND);
    CHECK_WIDE(called.description,
               L"POST to " + Wide(host.Url("/inbox/")) +
                   L" failed: HTTP/1.1 404 No such mailbox (IXP_E_HTTP_NOT_FOUND, 0x800CCC34)");
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 404);
    CHECK_WIDE(GetText(host.poster, L"Location"), Wide(host.Url("/elsewhere")));
    CHECK_WIDE(GetText(host.poster, L"ResponseText"), L"gone");
    CHECK_EQ(GetNumber(host.poster, L"BytesSent"), 4);

    // Early bound: the same, with the status in the out-parameter.
    host.Answer(kAnswer);
    LONG status = 0;
    CHECK_HR(host.poster->Post(Bstr(host.Url("/inbox/").c_str()), Variant(L"body"), nullptr, &status),
             IXP_E_HTTP_NOT_FOUND);
    CHECK_EQ(status, 404);
    CHECK_HOLDS(LastErrorText(), L"404 No such mailbox");

    // A success leaves nothing that a later reader could take for its error.
    CHECK_HR(CallPost(host.poster, host.Url("/").c_str(), Variant(L"")).hr, S_OK);
    CHECK_WIDE(LastErrorText(), L"");
  });
}

CASE(error_see_other_is_none) {
  InApartment(COINIT_MULTITHREADED, [] {
    Host host;
    host.Answer("HTTP/1.1 303 See Other\r\nLocation: /seen\r\nContent-Length: 0\r\n\r\n");
    const Called called = CallPost(host.poster, host.Url("/").c_str(), Variant(L"body"));
    CHECK_HR(called.hr, S_OK);
    CHECK_EQ(V_I4(&called.result), 303);
    CHECK_WIDE(GetText(host.poster, L"Location"), Wide(host.Url("/seen")));
  });
}

CASE(error_of_the_network) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Server* gone = ServerStart();
    const std::string url = ServerUrl(gone, "/x");
    ServerStop(gone);
    const Called called = Fails(&host, url.c_str(), IXP_E_FAILED_TO_CONNECT);
    CHECK_HOLDS(called.description, L"POST to " + Wide(url) + L" failed: ");
    CHECK_HOLDS(called.description, L" (IXP_E_FAILED_TO_CONNECT, 0x800CCC0E)");
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 0);
  });
}

CASE(error_of_the_url) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    for (const char* url : {"", "inbox", "ftp://127.0.0.1/", "http://", "http://127.0.0.1/a b", "C:\\mail",
                            "http://geheim:geheim@127.0.0.1/", "http:/geheim:geheim@127.0.0.1/?geheim",
                            "geheim:geheim@127.0.0.1", "http://127.0.0.1/ ?geheim#geheim"}) {
      Looking(url);
      const Called called = Fails(&host, url, E_INVALIDARG);
      CHECK_HOLDS(called.description, L"Url must be an absolute http or https URL");
      CHECK(!Holds(called.description, L"geheim"));
    }
    Looking(nullptr);
    LONG status = 0;
    CHECK_HR(
        host.poster->Post(Bstr(std::wstring(L"http://127.0.0.1/\0x", 19)), Variant(L""), nullptr, &status),
        E_INVALIDARG);
    CHECK_HR(host.poster->Post(Bstr(L"http://127.0.0.1/\u00fc"), Variant(L""), nullptr, &status),
             E_INVALIDARG);
    const std::string long_url = "http://127.0.0.1/" + std::string(9000, 'x');
    CHECK(Fails(&host, long_url.c_str(), E_INVALIDARG).description.size() < 1000);
    CHECK_EQ(ServerRequests(host.server), 0);
  });
}

CASE(error_of_the_logon) {
  static const char kDemand[] =
      "HTTP/1.1 401 Who are you\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    ServerDemandLogon(host.server, kDemand);
    const std::string url = host.Url("/inbox/");
    // Nobody is asked, so it ends as what it is.
    Called called = Fails(&host, url.c_str(), IXP_E_HTTP_UNAUTHORIZED);
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 401);

    CHECK_HR(Call(host.poster, L"User", DISPATCH_PROPERTYPUT, {Variant(L"anna")}).hr, S_OK);
    CHECK_HR(Call(host.poster, L"Password", DISPATCH_PROPERTYPUT, {Variant(L"geheim")}).hr, S_OK);
    called = CallPost(host.poster, url.c_str(), Variant(L"body"));
    CHECK_HR(called.hr, S_OK);
    CHECK_TEXT(RequestField(ServerWaitEnd(host.server, ServerRequests(host.server) - 1), "Authorization"),
               "Basic YW5uYTpnZWhlaW0=");

    // Refused all the same: neither part of the credentials is in the words.
    host.Answer(kDemand);  // of the request without credentials, which comes first
    host.Answer("HTTP/1.1 403 Not you\r\nContent-Length: 0\r\n\r\n");
    called = Fails(&host, url.c_str(), IXP_E_HTTP_FORBIDDEN);
    CHECK(!Holds(called.description, L"geheim"));
    CHECK(!Holds(called.description, L"anna"));
  });
}

CASE(error_of_silence) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Answer silent{};
    silent.silent = 1;
    ServerAnswer(host.server, silent);
    CHECK_HR(host.poster->put_Timeout(0.2), S_OK);  // time is what is tested
    const Called called = Fails(&host, host.Url("/").c_str(), IXP_E_TIMEOUT);
    CHECK_HOLDS(called.description, L"no activity for 200 ms (IXP_E_TIMEOUT, 0x800CCC19)");
  });
}

CASE(error_of_the_stream) {
  // A stream that fails half-way: its HRESULT is the error, with its name.
  InApartment(COINIT_MULTITHREADED, [] {
    Host host;
    ApartmentStream broken("not much", STG_E_READFAULT);
    const Called called =
        CallPost(host.poster, host.Url("/").c_str(), Variant(static_cast<IUnknown*>(&broken)));
    CHECK_HR(called.hr, DISP_E_EXCEPTION);
    CHECK_HR(called.scode, STG_E_READFAULT);
    CHECK_HOLDS(called.description, L"(STG_E_READFAULT, 0x8003001E)");
    CHECK_EQ(broken.references, 1);
  });
}
