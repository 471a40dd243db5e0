// The host.
#define IMNXPORT_INITGUID

#include "support/poster_host.h"

#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

std::string Narrow(const std::wstring& text) {
  std::string narrow;
  for (const wchar_t unit : text) narrow += unit < 0x80 ? static_cast<char>(unit) : '?';
  return narrow;
}

std::wstring Take(BSTR text) {
  std::wstring taken(text ? text : L"", SysStringLen(text));
  SysFreeString(text);
  return taken;
}

}  // namespace

Variant::Variant(const wchar_t* text) {
  V_VT(this) = VT_BSTR;
  V_BSTR(this) = SysAllocString(text);
}

Variant::Variant(IUnknown* object) {
  V_VT(this) = VT_UNKNOWN;
  V_UNKNOWN(this) = object;
  if (object) object->AddRef();
}

Variant::Variant(const Variant& other) {
  VariantInit(this);
  REQUIRE(VariantCopy(this, const_cast<Variant*>(&other)) == S_OK);
}

Variant& Variant::operator=(const Variant& other) {
  REQUIRE(VariantCopy(this, const_cast<Variant*>(&other)) == S_OK);
  return *this;
}

Variant Zero(VARTYPE type) {
  Variant variant;
  V_VT(&variant) = type;
  return variant;
}

Variant Number(VARTYPE type, double value) {
  Variant variant;
  V_VT(&variant) = VT_R8;
  V_R8(&variant) = value;
  REQUIRE(VariantChangeType(&variant, &variant, 0, type) == S_OK);
  return variant;
}

Variant Missing() {
  Variant variant;
  V_VT(&variant) = VT_ERROR;
  V_ERROR(&variant) = DISP_E_PARAMNOTFOUND;
  return variant;
}

Variant RefTo(Variant* variant) {
  Variant reference;
  V_VT(&reference) = VT_BYREF | VT_VARIANT;
  V_VARIANTREF(&reference) = variant;
  return reference;
}

Variant RefInto(Variant* variant) {
  Variant reference;
  V_VT(&reference) = static_cast<VARTYPE>(VT_BYREF | V_VT(variant));
  V_BYREF(&reference) = &V_BYREF(variant);  // all values of a variant begin there
  return reference;
}

Variant Bytes(const std::string& bytes, LONG lower_bound) {
  Variant variant;
  SAFEARRAY* array = SafeArrayCreateVector(VT_UI1, lower_bound, static_cast<ULONG>(bytes.size()));
  REQUIRE(array != nullptr);
  memcpy(array->pvData, bytes.data(), bytes.size());
  V_VT(&variant) = VT_ARRAY | VT_UI1;
  V_ARRAY(&variant) = array;
  return variant;
}

Variant Elements(const std::vector<Variant>& elements) {
  Variant variant;
  SAFEARRAY* array = SafeArrayCreateVector(VT_VARIANT, 0, static_cast<ULONG>(elements.size()));
  REQUIRE(array != nullptr);
  for (size_t i = 0; i < elements.size(); ++i) {
    LONG index = static_cast<LONG>(i);
    REQUIRE(SafeArrayPutElement(array, &index, const_cast<Variant*>(&elements[i])) == S_OK);
  }
  V_VT(&variant) = VT_ARRAY | VT_VARIANT;
  V_ARRAY(&variant) = array;
  return variant;
}

Module::Module() {
  const char* path = getenv("IMNXPORT_LIBRARY");
  REQUIRE(path != nullptr);
  handle = static_cast<HMODULE>(LoadLibraryAt(path));
  REQUIRE(handle != nullptr);
  get_class_object = reinterpret_cast<HRESULT(STDAPICALLTYPE*)(REFCLSID, REFIID, void**)>(
      LibraryFunction(handle, "DllGetClassObject"));
  can_unload_now = reinterpret_cast<HRESULT(STDAPICALLTYPE*)()>(LibraryFunction(handle, "DllCanUnloadNow"));
}

std::wstring Module::Path() const {
  wchar_t path[1024];
  REQUIRE(GetModuleFileNameW(handle, path, 1024) < 1024);
  return path;
}

IHttpMailPoster* Module::MakePoster() const {
  IClassFactory* factory = nullptr;
  void* poster = nullptr;
  REQUIRE(get_class_object(CLSID_HttpMailPoster, IID_IClassFactory, reinterpret_cast<void**>(&factory)) ==
          S_OK);
  REQUIRE(factory->CreateInstance(nullptr, IID_IHttpMailPoster, &poster) == S_OK);
  CHECK_EQ(factory->Release(), 0);
  return static_cast<IHttpMailPoster*>(poster);
}

void Module::End() {
  const int64_t end = NowMs() + WAIT_MS;
  while (can_unload_now() != S_OK) {
    REQUIRE(NowMs() < end);
    PauseMs(5);
  }
  UnloadLibrary(handle);
  // A thread of the library that has just been counted out gives its reference back in system code.
  while (LibraryIsLoaded(getenv("IMNXPORT_LIBRARY"))) {
    REQUIRE(NowMs() < end);
    PauseMs(1);
  }
}

Called Call(IDispatch* object, const wchar_t* name, WORD flags, const std::vector<Variant>& arguments,
            const std::vector<const wchar_t*>& names) {
  Called called{};
  std::vector<LPOLESTR> all{const_cast<LPOLESTR>(name)};
  for (const wchar_t* argument : names) all.push_back(const_cast<LPOLESTR>(argument));
  std::vector<DISPID> ids(all.size());
  called.hr = object->GetIDsOfNames(IID_NULL, all.data(), static_cast<UINT>(all.size()), LOCALE_USER_DEFAULT,
                                    ids.data());
  if (FAILED(called.hr)) return called;

  // Named ones come first, the others from the last to the first.
  std::vector<VARIANTARG> passed;
  std::vector<DISPID> named;
  const size_t positional = arguments.size() - names.size();
  for (size_t i = 0; i < names.size(); ++i) {
    passed.push_back(arguments[positional + i]);
    named.push_back(ids[1 + i]);
  }
  for (size_t i = positional; i-- > 0;) passed.push_back(arguments[i]);
  if (flags == DISPATCH_PROPERTYPUT) named = {DISPID_PROPERTYPUT};
  DISPPARAMS params = {passed.data(), named.data(), static_cast<UINT>(passed.size()),
                       static_cast<UINT>(named.size())};
  EXCEPINFO exception{};
  called.hr =
      object->Invoke(ids[0], IID_NULL, LOCALE_USER_DEFAULT, flags, &params,
                     flags == DISPATCH_PROPERTYPUT ? nullptr : &called.result, &exception, &called.bad);
  if (exception.pfnDeferredFillIn) exception.pfnDeferredFillIn(&exception);
  called.scode = exception.scode;
  called.source = Take(exception.bstrSource);
  called.description = Take(exception.bstrDescription);
  SysFreeString(exception.bstrHelpFile);
  return called;
}

Called CallPost(IDispatch* object, const char* url, const Variant& body, const wchar_t* content_type) {
  std::vector<Variant> arguments{Variant(std::wstring(url, url + strlen(url)).c_str()), body};
  if (content_type) arguments.push_back(Variant(content_type));
  return Call(object, L"Post", DISPATCH_METHOD | DISPATCH_PROPERTYGET, arguments);
}

std::wstring LastErrorText() {
  IErrorInfo* info = nullptr;
  if (GetErrorInfo(0, &info) != S_OK) return {};
  BSTR text = nullptr;
  CHECK_HR(info->GetDescription(&text), S_OK);
  GUID guid{};
  CHECK_HR(info->GetGUID(&guid), S_OK);
  CHECK(guid == IID_IHttpMailPoster);
  info->Release();
  return Take(text);
}

std::wstring GetText(IDispatch* object, const wchar_t* name) {
  Called called = Call(object, name, DISPATCH_PROPERTYGET, {});
  CHECK_HR(called.hr, S_OK);
  CHECK_EQ(V_VT(&called.result), VT_BSTR);
  return V_VT(&called.result) == VT_BSTR ? std::wstring(V_BSTR(&called.result) ? V_BSTR(&called.result) : L"")
                                         : std::wstring();
}

double GetNumber(IDispatch* object, const wchar_t* name) {
  Called called = Call(object, name, DISPATCH_PROPERTYGET, {});
  CHECK_HR(called.hr, S_OK);
  return V_VT(&called.result) == VT_R8 ? V_R8(&called.result) : V_I4(&called.result);
}

Host::Host() : server(ServerStart()), poster(module.MakePoster()) { REQUIRE(server != nullptr); }

Host::~Host() {
  if (poster) CHECK_EQ(poster->Release(), 0);
  ServerStop(server);
  module.End();
}

void Host::Answer(const char* text) {
  ::Answer answer{};
  answer.text = text;
  ServerAnswer(server, answer);
}

void Host::AnswerHeld() {
  ::Answer answer{};
  answer.hold = 1;
  ServerAnswer(server, answer);
}

std::string Host::BodyOf(int request) const {
  const Request* came = ServerWaitEnd(server, request);
  REQUIRE(came != nullptr);
  return std::string(came->body ? came->body : "", came->body_size);
}

void InApartment(DWORD apartment, const std::function<void()>& work) {
  std::thread([&] {
    if (apartment != kNoCom) REQUIRE(SUCCEEDED(CoInitializeEx(nullptr, apartment)));
    work();
    if (apartment != kNoCom) CoUninitialize();
  }).join();
}

void CheckWide(const std::wstring& value, const std::wstring& expected, const char* file, int line,
               const char* text) {
  CheckText(Narrow(value).c_str(), Narrow(expected).c_str(), file, line, text);
  CheckThat(value == expected, file, line, text);
}

void CheckHolds(const std::wstring& value, const std::wstring& part, const char* file, int line,
                const char* text) {
  if (value.find(part) == std::wstring::npos) CheckWide(value, L"..." + part + L"...", file, line, text);
}
