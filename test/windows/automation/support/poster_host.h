// A host of the automation object: the DLL by its path, the poster early and late bound, and a server for it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "abi/imnxport_automation.h"
#include "abi/imnxport_constants.h"

extern "C" {
#include "support/check.h"
#include "support/http_server.h"
#include "support/sync.h"
#include "support/system.h"
}

// Owns what is in it.
struct Variant : VARIANT {
  Variant() { VariantInit(this); }
  explicit Variant(const wchar_t* text);
  explicit Variant(IUnknown* object);  // takes a reference
  Variant(const Variant& other);
  Variant& operator=(const Variant& other);
  ~Variant() { VariantClear(this); }
};
// A variant of that type whose value is all zero bits: VT_EMPTY, VT_NULL, VT_UNKNOWN with Nothing and so on.
Variant Zero(VARTYPE type);
Variant Number(VARTYPE type, double value);
Variant Missing();
// A reference to `variant`, or to what is in it; `variant` stays the owner.
Variant RefTo(Variant* variant);
Variant RefInto(Variant* variant);
Variant Bytes(const std::string& bytes, LONG lower_bound = 0);
Variant Elements(const std::vector<Variant>& elements);

// The DLL of the environment variable IMNXPORT_LIBRARY.
class Module {
 public:
  Module();
  HMODULE handle;
  HRESULT(STDAPICALLTYPE* get_class_object)(REFCLSID, REFIID, void**);
  HRESULT(STDAPICALLTYPE* can_unload_now)();
  std::wstring Path() const;
  // A new poster with one reference.
  IHttpMailPoster* MakePoster() const;
  // Until nothing of it is in use, then unloads it and checks that it is gone.
  void End();
};

// What a late-bound call comes to.
struct Called {
  HRESULT hr;
  Variant result;
  HRESULT scode = S_OK;  // of EXCEPINFO
  std::wstring source;
  std::wstring description;
  UINT bad = ~0u;  // the argument that was wrong, counted from the last
};
// By name; arguments in the order of the declaration, and `names` for the last of them when they are named.
Called Call(IDispatch* object, const wchar_t* name, WORD flags, const std::vector<Variant>& arguments,
            const std::vector<const wchar_t*>& names = {});
Called CallPost(IDispatch* object, const char* url, const Variant& body,
                const wchar_t* content_type = nullptr);

// What the last failure of an early-bound call left on this thread; empty when it left nothing.
std::wstring LastErrorText();

// A property as late-bound clients see it.
std::wstring GetText(IDispatch* object, const wchar_t* name);
double GetNumber(IDispatch* object, const wchar_t* name);

// Frees when it goes.
class Bstr {
 public:
  explicit Bstr(const std::wstring& text)
      : text_(SysAllocStringLen(text.data(), static_cast<UINT>(text.size()))) {}
  explicit Bstr(const char* ascii) : Bstr(std::wstring(ascii, ascii + strlen(ascii))) {}
  ~Bstr() { SysFreeString(text_); }
  Bstr(const Bstr&) = delete;
  Bstr& operator=(const Bstr&) = delete;
  operator BSTR() const { return text_; }

 private:
  BSTR text_;
};

// Module, server and poster, as nearly every case needs them.
class Host {
 public:
  Host();
  // Checks that only this reference of the poster is left, and that the module can go.
  ~Host();
  Module module;
  Server* server;
  IHttpMailPoster* poster;  // a case that releases it sets it to null
  std::string Url(const char* path) const { return ServerUrl(server, path); }
  // The next request gets this answer, which must live as long as the server.
  void Answer(const char* text);
  // The next request waits for ServerLetGo.
  void AnswerHeld();
  // The body of a request, once it has come.
  std::string BodyOf(int request) const;
};

// Runs in a thread of its own, which joins that apartment (COINIT_*), or none (kNoCom).
constexpr DWORD kNoCom = 0xFFFFFFFF;
void InApartment(DWORD apartment, const std::function<void()>& work);

#define CHECK_WIDE(expression, expected) CheckWide((expression), (expected), __FILE__, __LINE__, #expression)
void CheckWide(const std::wstring& value, const std::wstring& expected, const char* file, int line,
               const char* text);
#define CHECK_HOLDS(text, part) CheckHolds((text), (part), __FILE__, __LINE__, #text)
void CheckHolds(const std::wstring& value, const std::wstring& part, const char* file, int line,
                const char* text);
