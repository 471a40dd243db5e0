// What the poster is as a COM object: identity, agility, life, and how it leaves the process.
#include <ocidl.h>

#include "support/poster_host.h"

namespace {

void* Ask(IUnknown* object, REFIID iid) {
  void* answer = nullptr;
  CHECK_HR(object->QueryInterface(iid, &answer), S_OK);
  if (answer) static_cast<IUnknown*>(answer)->Release();
  return answer;
}

}  // namespace

CASE(identity_of_the_poster) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    void* const identity = Ask(host.poster, IID_IUnknown);
    for (const IID* iid : {&IID_IDispatch, &IID_IHttpMailPoster, &IID_ISupportErrorInfo,
                           &IID_IProvideClassInfo, &IID_IAgileObject, &IID_IMarshal}) {
      IUnknown* answer = nullptr;
      CHECK_HR(host.poster->QueryInterface(*iid, reinterpret_cast<void**>(&answer)), S_OK);
      REQUIRE(answer != nullptr);
      CHECK(Ask(answer, IID_IUnknown) == identity);
      CHECK(Ask(answer, IID_IHttpMailPoster) == host.poster);
      answer->Release();
    }
    CHECK(Ask(host.poster, IID_IDispatch) == host.poster);
    void* none = &none;
    CHECK_HR(host.poster->QueryInterface(IID_IStream, &none), E_NOINTERFACE);
    CHECK(none == nullptr);
    CHECK_HR(host.poster->QueryInterface(IID_IUnknown, nullptr), E_POINTER);

    ISupportErrorInfo* errors = static_cast<ISupportErrorInfo*>(Ask(host.poster, IID_ISupportErrorInfo));
    CHECK_HR(errors->InterfaceSupportsErrorInfo(IID_IHttpMailPoster), S_OK);
    CHECK_HR(errors->InterfaceSupportsErrorInfo(IID_IStream), S_FALSE);
  });
}

CASE(identity_of_the_class) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    IClassFactory* factory = nullptr;
    REQUIRE(host.module.get_class_object(CLSID_HttpMailPoster, IID_IClassFactory,
                                         reinterpret_cast<void**>(&factory)) == S_OK);
    void* none = &none;
    CHECK_HR(factory->CreateInstance(host.poster, IID_IUnknown, &none), CLASS_E_NOAGGREGATION);
    CHECK(none == nullptr);
    CHECK_HR(factory->CreateInstance(nullptr, IID_IStream, &none), E_NOINTERFACE);
    CHECK(none == nullptr);
    CHECK_EQ(factory->Release(), 0);

    ITypeInfo* info = nullptr;
    auto* provider = static_cast<IProvideClassInfo*>(Ask(host.poster, IID_IProvideClassInfo));
    REQUIRE(provider->GetClassInfo(&info) == S_OK);
    TYPEATTR* attributes = nullptr;
    REQUIRE(info->GetTypeAttr(&attributes) == S_OK);
    CHECK_EQ(attributes->typekind, TKIND_COCLASS);
    CHECK(attributes->guid == CLSID_HttpMailPoster);
    info->ReleaseTypeAttr(attributes);
    info->Release();

    UINT count = 0;
    CHECK_HR(host.poster->GetTypeInfoCount(&count), S_OK);
    CHECK_EQ(count, 1);
    CHECK_HR(host.poster->GetTypeInfo(1, 0, &info), DISP_E_BADINDEX);
    REQUIRE(host.poster->GetTypeInfo(0, 0, &info) == S_OK);
    REQUIRE(info->GetTypeAttr(&attributes) == S_OK);
    CHECK(attributes->guid == IID_IHttpMailPoster);
    info->ReleaseTypeAttr(attributes);
    info->Release();
  });
}

CASE(identity_same_pointer_in_every_apartment) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    IGlobalInterfaceTable* table = nullptr;
    REQUIRE(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                             IID_IGlobalInterfaceTable, reinterpret_cast<void**>(&table)) == S_OK);
    DWORD cookie = 0;
    CHECK_HR(table->RegisterInterfaceInGlobal(host.poster, IID_IHttpMailPoster, &cookie), S_OK);
    for (const DWORD apartment : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
      InApartment(apartment, [&] {
        IHttpMailPoster* there = nullptr;
        CHECK_HR(table->GetInterfaceFromGlobal(cookie, IID_IHttpMailPoster, reinterpret_cast<void**>(&there)),
                 S_OK);
        CHECK(there == host.poster);
        // Called there directly: the first apartment is not pumping now.
        CHECK_HR(CallPost(there, host.Url("/").c_str(), Variant(L"from elsewhere")).hr, S_OK);
        there->Release();
      });
    }
    CHECK_HR(table->RevokeInterfaceFromGlobal(cookie), S_OK);
    table->Release();
  });
}

CASE(identity_without_registration) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    const std::wstring path = host.module.Path();
    ACTCTXW request{};
    request.cbSize = sizeof request;
    request.dwFlags = ACTCTX_FLAG_RESOURCE_NAME_VALID;
    request.lpSource = path.c_str();
    request.lpResourceName = MAKEINTRESOURCEW(1);
    const HANDLE context = CreateActCtxW(&request);
    REQUIRE(context != INVALID_HANDLE_VALUE);
    ULONG_PTR cookie = 0;
    REQUIRE(ActivateActCtx(context, &cookie));
    for (const wchar_t* name : {L"Imnxport.HttpMailPoster", L"Imnxport.HttpMailPoster.1"}) {
      CLSID clsid{};  // one that the context made up for the name
      CHECK_HR(CLSIDFromProgID(name, &clsid), S_OK);
      IDispatch* poster = nullptr;
      REQUIRE(CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, IID_IDispatch,
                               reinterpret_cast<void**>(&poster)) == S_OK);
      CHECK_HR(CallPost(poster, host.Url("/").c_str(), Variant(L"no registry")).hr, S_OK);
      CHECK_EQ(poster->Release(), 0);
    }
    CHECK(DeactivateActCtx(0, cookie));
    ReleaseActCtx(context);
    CHECK_EQ(host.poster->Release(), 0);
    host.poster = nullptr;
    // COM's own hold on the library.
    for (int64_t end = NowMs() + WAIT_MS; host.module.can_unload_now() != S_OK; PauseMs(5)) {
      REQUIRE(NowMs() < end);
    }
    CoFreeUnusedLibrariesEx(0, 0);
    CoFreeUnusedLibrariesEx(0, 0);
  });
}

CASE(identity_unloads_a_hundred_times) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Server* server = ServerStart();
    const std::string url = ServerUrl(server, "/");
    DWORD handles[2] = {0, 0};
    for (int i = 0; i < 100; ++i) {
      Module module;
      IHttpMailPoster* poster = module.MakePoster();
      CHECK_HR(CallPost(poster, url.c_str(), Variant(L"body")).hr, S_OK);
      CHECK_EQ(poster->Release(), 0);
      module.End();
      // The first rounds also bring what the system keeps for good.
      if (i == 9) GetProcessHandleCount(GetCurrentProcess(), &handles[0]);
      if (i == 99) GetProcessHandleCount(GetCurrentProcess(), &handles[1]);
    }
    CHECK(handles[1] <= handles[0] + 5);
    CHECK_EQ(ServerRequests(server), 100);
    ServerStop(server);
  });
}
