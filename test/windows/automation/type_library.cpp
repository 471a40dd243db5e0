// The type library inside the DLL: what a development tool reads there is what the headers say.
#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "support/poster_host.h"

namespace {

constexpr int kPointer = sizeof(void*);
constexpr int kDispatchSlots = 7;

struct Interface {
  const wchar_t* name;
  const IID* iid;
  const wchar_t* base;
  int first;  // slot of its first method
  std::vector<const wchar_t*> methods;
};

// By slot, as the published header and ours have them.
const std::vector<Interface>& Interfaces() {
  static const auto* const kInterfaces = new std::vector<Interface>{
      {L"ITransportCallback",
       &IID_ITransportCallback,
       L"IUnknown",
       3,
       {L"OnTimeout", L"OnLogonPrompt", L"OnPrompt", L"OnStatus", L"OnError", L"OnCommand"}},
      {L"IInternetTransport",
       &IID_IInternetTransport,
       L"IUnknown",
       3,
       {L"GetServerInfo", L"GetIXPType", L"IsState", L"InetServerFromAccount", L"Connect",
        L"HandsOffCallback", L"Disconnect", L"DropConnection", L"GetStatus"}},
      {L"IHTTPMailCallback",
       &IID_IHTTPMailCallback,
       L"ITransportCallback",
       9,
       {L"OnResponse", L"GetParentWindow"}},
      {L"ITransportCallbackService",
       &IID_ITransportCallbackService,
       L"IUnknown",
       3,
       {L"GetParentWindow", L"GetAccount"}},
      {L"IHTTPMailTransport",
       &IID_IHTTPMailTransport,
       L"IInternetTransport",
       12,
       {L"InitNew",        L"CommandGET",      L"CommandPUT",       L"CommandPOST",  L"CommandDELETE",
        L"CommandBDELETE", L"CommandPROPFIND", L"CommandPROPPATCH", L"CommandMKCOL", L"CommandCOPY",
        L"CommandBCOPY",   L"CommandMOVE",     L"CommandBMOVE",     L"GetProperty",  L"MemberInfo",
        L"FindFolders",    L"MarkRead",        L"SendMessage",      L"ListContacts", L"ListContactInfos",
        L"ContactInfo",    L"PostContact",     L"PatchContact",     L"GetPropertyDw"}},
      {L"IDAVNamespaceArbiter",
       &IID_IDAVNamespaceArbiter,
       L"IUnknown",
       3,
       {L"AddNamespace", L"GetNamespaceID", L"GetNamespacePrefix"}},
      {L"IImnxportTransport",
       &IID_IImnxportTransport,
       L"IUnknown",
       3,
       {L"Configure", L"Post", L"Cancel", L"AnswerLogon", L"AnswerIdle"}},
      {L"IImnxportCallback",
       &IID_IImnxportCallback,
       L"IUnknown",
       3,
       {L"OnPostProgress", L"OnPostDone", L"OnLogonRequest", L"OnIdle"}},
      {L"IImnxportReadiness", &IID_IImnxportReadiness, L"IUnknown", 3, {L"OnReady"}},
      {L"IImnxportAsyncStream",
       &IID_IImnxportAsyncStream,
       L"IUnknown",
       3,
       {L"Advise", L"GetInfo", L"TryRead", L"Rewind"}},
  };
  return *kInterfaces;
}

// What the poster has, in slots from 7 on.
const struct {
  const wchar_t* name;
  DISPID id;
  INVOKEKIND kind;
  VARTYPE result;  // as a late-bound client sees it
  int arguments;
} kPoster[] = {
    {L"Post", DISPID_HTTPMAILPOSTER_POST, INVOKE_FUNC, VT_I4, 3},
    {L"Cancel", DISPID_HTTPMAILPOSTER_CANCEL, INVOKE_FUNC, VT_VOID, 0},
    {L"UserAgent", DISPID_HTTPMAILPOSTER_USERAGENT, INVOKE_PROPERTYGET, VT_BSTR, 0},
    {L"UserAgent", DISPID_HTTPMAILPOSTER_USERAGENT, INVOKE_PROPERTYPUT, VT_VOID, 1},
    {L"User", DISPID_HTTPMAILPOSTER_USER, INVOKE_PROPERTYGET, VT_BSTR, 0},
    {L"User", DISPID_HTTPMAILPOSTER_USER, INVOKE_PROPERTYPUT, VT_VOID, 1},
    {L"Password", DISPID_HTTPMAILPOSTER_PASSWORD, INVOKE_PROPERTYPUT, VT_VOID, 1},
    {L"Timeout", DISPID_HTTPMAILPOSTER_TIMEOUT, INVOKE_PROPERTYGET, VT_R8, 0},
    {L"Timeout", DISPID_HTTPMAILPOSTER_TIMEOUT, INVOKE_PROPERTYPUT, VT_VOID, 1},
    {L"LastStatus", DISPID_HTTPMAILPOSTER_LASTSTATUS, INVOKE_PROPERTYGET, VT_I4, 0},
    {L"Location", DISPID_HTTPMAILPOSTER_LOCATION, INVOKE_PROPERTYGET, VT_BSTR, 0},
    {L"BytesSent", DISPID_HTTPMAILPOSTER_BYTESSENT, INVOKE_PROPERTYGET, VT_R8, 0},
    {L"ResponseText", DISPID_HTTPMAILPOSTER_RESPONSETEXT, INVOKE_PROPERTYGET, VT_BSTR, 0},
};

// Structures by name, with the size that the compiler gives them.
#define SIZE(type) \
  { L## #type, sizeof(type) }
const struct {
  const wchar_t* name;
  size_t size;
} kStructures[] = {
    SIZE(IMNXPORT_HEADER),
    SIZE(IMNXPORT_OPTIONS),
    SIZE(IMNXPORT_POST),
    SIZE(IMNXPORT_PROGRESS),
    SIZE(IMNXPORT_RESULT),
    SIZE(IMNXPORT_LOGON),
    {L"tagINETSERVER", sizeof(INETSERVER)},
    {L"tagIXPRESULT", sizeof(IXPRESULT)},
    {L"tagHTTPMAILRESPONSE", sizeof(HTTPMAILRESPONSE)},
    {L"tagHTTPMAILGETPROP", sizeof(HTTPMAILGETPROP)},
    {L"tagHTTPMAILGET", sizeof(HTTPMAILGET)},
    {L"tagHTTPMAILPOST", sizeof(HTTPMAILPOST)},
    {L"tagHTTPMAILPROPFIND", sizeof(HTTPMAILPROPFIND)},
    {L"tagHTTPMAILLOCATION", sizeof(HTTPMAILLOCATION)},
    {L"tagHTTPMAILBCOPYMOVE", sizeof(HTTPMAILBCOPYMOVE)},
    {L"tagHTTPMAILBCOPYMOVELIST", sizeof(HTTPMAILBCOPYMOVELIST)},
    {L"tagHTTPMEMBERINFO", sizeof(HTTPMEMBERINFO)},
    {L"tagHTTPMEMBERINFOLIST", sizeof(HTTPMEMBERINFOLIST)},
    {L"tagHTTPMEMBERERROR", sizeof(HTTPMEMBERERROR)},
    {L"tagHTTPMEMBERERRORLIST", sizeof(HTTPMEMBERERRORLIST)},
    {L"tagHTTPCONTACTID", sizeof(HTTPCONTACTID)},
    {L"tagHTTPCONTACTIDLIST", sizeof(HTTPCONTACTIDLIST)},
    {L"tagHTTPCONTACTINFO", sizeof(HTTPCONTACTINFO)},
    {L"tagHTTPCONTACTINFOLIST", sizeof(HTTPCONTACTINFOLIST)},
    {L"tagHTTPTARGETLIST", sizeof(HTTPTARGETLIST)},
};

// The library, loaded from the DLL that is not even mapped as code, and everything that is asked of it.
class Library {
 public:
  Library() {
    Module module;
    const std::wstring path = module.Path();
    CHECK(FindResourceW(module.handle, MAKEINTRESOURCEW(1), L"TYPELIB") != nullptr);
    module.End();
    REQUIRE(LoadTypeLibEx(path.c_str(), REGKIND_NONE, &library_) == S_OK);
  }
  ~Library() { library_->Release(); }
  ITypeLib* operator->() const { return library_; }

 private:
  ITypeLib* library_ = nullptr;
};

// One type in it.
class Type {
 public:
  explicit Type(ITypeInfo* info) : info_(info) {
    REQUIRE(info_ != nullptr);
    REQUIRE(info_->GetTypeAttr(&attributes) == S_OK);
  }
  ~Type() {
    info_->ReleaseTypeAttr(attributes);
    info_->Release();
  }
  Type(const Type&) = delete;
  Type& operator=(const Type&) = delete;
  ITypeInfo* operator->() const { return info_; }

  TYPEATTR* attributes = nullptr;

  std::wstring Name(MEMBERID member = MEMBERID_NIL) const { return Document(member).first; }
  std::wstring Help(MEMBERID member = MEMBERID_NIL) const { return Document(member).second; }

 private:
  std::pair<std::wstring, std::wstring> Document(MEMBERID member) const {
    BSTR name = nullptr;
    BSTR help = nullptr;
    CHECK_HR(info_->GetDocumentation(member, &name, &help, nullptr, nullptr), S_OK);
    std::pair<std::wstring, std::wstring> both(name ? name : L"", help ? help : L"");
    SysFreeString(name);
    SysFreeString(help);
    return both;
  }

  ITypeInfo* const info_;
};

ITypeInfo* ByGuid(const Library& library, REFGUID guid) {
  ITypeInfo* info = nullptr;
  CHECK_HR(library->GetTypeInfoOfGuid(guid, &info), S_OK);
  return info;
}

ITypeInfo* Base(const Type& type, UINT index = 0) {
  HREFTYPE reference = 0;
  ITypeInfo* info = nullptr;
  CHECK_HR(type->GetRefTypeOfImplType(index, &reference), S_OK);
  CHECK_HR(type->GetRefTypeInfo(reference, &info), S_OK);
  return info;
}

}  // namespace

CASE(library_itself) {
  const Library library;
  TLIBATTR* attributes = nullptr;
  REQUIRE(library->GetLibAttr(&attributes) == S_OK);
  CHECK(attributes->guid == LIBID_Imnxport);
  CHECK_EQ(attributes->wMajorVerNum, 1);
  CHECK_EQ(attributes->wMinorVerNum, 0);
  CHECK_EQ(attributes->lcid, 0);
  CHECK_EQ(attributes->syskind, kPointer == 8 ? SYS_WIN64 : SYS_WIN32);
  library->ReleaseTLibAttr(attributes);
}

CASE(library_slots_of_imnxport) {
  const Library library;
  for (const Interface& row : Interfaces()) {
    const Type type(ByGuid(library, *row.iid));
    CHECK_WIDE(type.Name(), row.name);
    CHECK(!type.Help().empty());
    CHECK_EQ(type.attributes->typekind, TKIND_INTERFACE);
    CHECK_WIDE(Type(Base(type)).Name(), row.base);
    CHECK_EQ(type.attributes->cFuncs, row.methods.size());
    CHECK_EQ(type.attributes->cbSizeVft, (row.first + row.methods.size()) * kPointer);
    for (size_t i = 0; i < row.methods.size(); ++i) {
      FUNCDESC* method = nullptr;
      REQUIRE(type->GetFuncDesc(static_cast<UINT>(i), &method) == S_OK);
      CHECK_WIDE(type.Name(method->memid), row.methods[i]);
      CHECK(!type.Help(method->memid).empty());
      CHECK_EQ(method->oVft, (row.first + i) * kPointer);
      CHECK_EQ(method->callconv, CC_STDCALL);
      CHECK_EQ(method->funckind, FUNC_PUREVIRTUAL);
      type->ReleaseFuncDesc(method);
    }
  }
}

CASE(library_marshals_nothing_but_the_poster) {
  // The system makes marshalers for whatever says that it is for automation; nothing of Imnxport survives
  // one.
  const Library library;
  constexpr WORD kAutomation = TYPEFLAG_FOLEAUTOMATION | TYPEFLAG_FDUAL | TYPEFLAG_FDISPATCHABLE;
  int found = 0;
  for (UINT i = 0; i < library->GetTypeInfoCount(); ++i) {
    ITypeInfo* info = nullptr;
    REQUIRE(library->GetTypeInfo(i, &info) == S_OK);
    const Type type(info);
    const TYPEKIND kind = type.attributes->typekind;
    const bool poster = type.attributes->guid == IID_IHttpMailPoster;
    found += poster;
    if (kind != TKIND_INTERFACE && kind != TKIND_DISPATCH) continue;
    CHECK_EQ((type.attributes->wTypeFlags & kAutomation) != 0, poster);
    CHECK_EQ(kind == TKIND_DISPATCH, poster);
  }
  CHECK_EQ(found, 1);
}

CASE(library_poster_is_dual) {
  const Library library;
  const Type dispatch(ByGuid(library, IID_IHttpMailPoster));
  CHECK_WIDE(dispatch.Name(), L"IHttpMailPoster");
  CHECK_EQ(dispatch.attributes->typekind, TKIND_DISPATCH);
  CHECK(dispatch.attributes->wTypeFlags & TYPEFLAG_FDUAL);
  CHECK_WIDE(Type(Base(dispatch)).Name(), L"IDispatch");

  const Type direct(Base(dispatch, static_cast<UINT>(-1)));
  CHECK_EQ(direct.attributes->typekind, TKIND_INTERFACE);
  CHECK(direct.attributes->guid == IID_IHttpMailPoster);
  CHECK_EQ(direct.attributes->cFuncs, std::size(kPoster));
  int slot = kDispatchSlots;
  for (UINT i = 0; i < direct.attributes->cFuncs; ++i, ++slot) {
    FUNCDESC* method = nullptr;
    REQUIRE(direct->GetFuncDesc(i, &method) == S_OK);
    CHECK_WIDE(direct.Name(method->memid), kPoster[i].name);
    CHECK(!direct.Help(method->memid).empty());
    CHECK_EQ(method->memid, kPoster[i].id);
    CHECK_EQ(method->invkind, kPoster[i].kind);
    CHECK_EQ(method->oVft, slot * kPointer);
    CHECK_EQ(method->elemdescFunc.tdesc.vt, VT_HRESULT);
    direct->ReleaseFuncDesc(method);
    // The face that late-bound clients see: the same slots, results instead of out-parameters.
    REQUIRE(dispatch->GetFuncDesc(i + kDispatchSlots, &method) == S_OK);
    CHECK_EQ(method->memid, kPoster[i].id);
    CHECK_EQ(method->oVft, slot * kPointer);
    CHECK_EQ(method->cParams, kPoster[i].arguments);
    CHECK_EQ(method->elemdescFunc.tdesc.vt, kPoster[i].result);
    dispatch->ReleaseFuncDesc(method);
  }
}

CASE(library_structures_have_the_size_of_the_headers) {
  const Library library;
  for (const auto& row : kStructures) {
    ITypeInfo* info = nullptr;
    MEMBERID member = 0;
    USHORT count = 1;
    REQUIRE(library->FindName(const_cast<LPOLESTR>(row.name), 0, &info, &member, &count) == S_OK);
    CHECK_EQ(count, 1);
    const Type type(info);
    CHECK_WIDE(type.Name(), row.name);
    CHECK_EQ(type.attributes->typekind, TKIND_RECORD);
    CHECK_EQ(type.attributes->cbSizeInstance, row.size);
    CHECK(!type.Help().empty());
  }
}

CASE(library_classes) {
  const Library library;
  const Type transport(ByGuid(library, CLSID_ImnxportTransport));
  CHECK_WIDE(transport.Name(), L"HttpMailTransport");
  CHECK_EQ(transport.attributes->typekind, TKIND_COCLASS);
  CHECK_WIDE(Type(Base(transport)).Name(), L"IHTTPMailTransport");
  CHECK_WIDE(Type(Base(transport, 1)).Name(), L"IImnxportTransport");

  const Type poster(ByGuid(library, CLSID_HttpMailPoster));
  CHECK_WIDE(poster.Name(), L"HttpMailPoster");
  CHECK_EQ(poster.attributes->typekind, TKIND_COCLASS);
  CHECK(poster.attributes->wTypeFlags & TYPEFLAG_FCANCREATE);
  INT flags = 0;
  CHECK_HR(poster->GetImplTypeFlags(0, &flags), S_OK);
  CHECK_EQ(flags, IMPLTYPEFLAG_FDEFAULT);
  CHECK_WIDE(Type(Base(poster)).Name(), L"IHttpMailPoster");
}
