// Registration: what DllRegisterServer, DllUnregisterServer and DllInstall do.
#include <cwchar>
#include <string>
#include <vector>

#include "abi/imnxport_ext.h"
#include "com/class_keys_win.h"
#include "com/classic_class_win.h"
#include "com/com_object.h"
#include "com/hresult.h"
#include "com/module_file_win.h"
#include "com/registered_classes_win.h"
#include "com/registration.h"
#include "com/server_classes.h"
#include "com/type_library_win.h"

namespace imnxport {
namespace {

struct Request {
  Scope scope = Scope::kMachine;
  bool classic = false;
  bool force = false;
};

// False: the words make no sense.
bool Understand(LPCWSTR words, Request* request) noexcept {
  bool user = false;
  bool machine = false;
  const struct {
    const wchar_t* word;
    bool* said;
  } known[] = {
      {L"user", &user}, {L"machine", &machine}, {L"classic", &request->classic}, {L"force", &request->force}};
  constexpr wchar_t kBetween[] = L", ";
  for (const wchar_t* next = words ? words : L""; *(next += std::wcsspn(next, kBetween));) {
    const size_t length = std::wcscspn(next, kBetween);
    bool* said = nullptr;
    for (const auto& row : known) {
      const int size = static_cast<int>(length);
      if (::CompareStringOrdinal(next, size, row.word, -1, TRUE) == CSTR_EQUAL) said = row.said;
    }
    if (!said) return false;
    *said = true;
    next += length;
  }
  if ((user && machine) || (request->force && !request->classic)) return false;
  request->scope = user || (request->classic && !machine) ? Scope::kUser : Scope::kMachine;
  return true;
}

bool AnyAutomation() noexcept {
  for (const ServerClass& row : AllServerClasses()) {
    if (row.automation) return true;
  }
  return false;
}

HRESULT Register(const Request& request) {
  const std::wstring file = ModuleFile();
  const TypeLibrary library = AnyAutomation() ? LoadTypeLibrary(file) : TypeLibrary();
  ClassKeys keys(request.scope);

  // Once it is taken it stays so, and follows our own class to its new file.
  const auto own = keys.Read(ClassPath(CLSID_ImnxportTransport));
  const bool held = HoldsClassic(keys, own);
  const bool take = held || request.classic;
  if (take && !held && !request.force) RefuseForeignClassic(file);
  std::vector<KeyImage> before;
  if (take) before.push_back(held ? *own->Find(kClassicBefore) : ClassicBefore(keys));

  for (const ServerClass& row : AllServerClasses()) {
    if (!row.prog_id && !take) continue;
    KeyImage image = ClassImage(row, file, library.id);
    if (SameGuid(*row.clsid, CLSID_ImnxportTransport)) {
      image.keys.insert(image.keys.end(), before.begin(), before.end());
    }
    keys.Write(ClassPath(*row.clsid), image);
    if (row.prog_id) WriteProgIds(keys, row);
  }
  if (AnyAutomation()) WriteTypeLibrary(keys, library);
  keys.Commit();
  return S_OK;
}

// A registration whose file is gone serves nobody, and only we know how to undo it.
bool MayRemove(const KeyImage& image, const std::wstring& file) {
  const std::wstring registered = image.TextOf(L"InprocServer32");
  return SamePath(registered, file) || FileIsGone(registered);
}

HRESULT Unregister(const Request& request) {
  const std::wstring file = ModuleFile();
  ClassKeys keys(request.scope);
  bool changed = false;
  for (const ServerClass& row : AllServerClasses()) {
    const auto image = row.prog_id ? keys.Read(ClassPath(*row.clsid)) : std::nullopt;
    if (!image || !MayRemove(*image, file)) continue;
    changed = true;
    if (SameGuid(*row.clsid, CLSID_ImnxportTransport)) GiveBackClassic(keys, *image);
    keys.Write(ClassPath(*row.clsid), std::nullopt);
    RemoveProgIds(keys, row);
    if (row.automation) RemoveTypeLibrary(keys, LoadTypeLibrary(file), image->TextOf(L"InprocServer32"));
  }
  keys.Commit();
  return changed ? S_OK : S_FALSE;
}

// regsvr32 /s shows nothing, and its exit code does not tell the HRESULT: a line for whoever has given the
// process a standard error.
void Report(HRESULT hr, const std::wstring& where) {
  wchar_t number[16];
  (void)std::swprintf(number, sizeof number / sizeof *number, L"0x%08lX", static_cast<unsigned long>(hr));
  const std::wstring line = std::wstring(L"imnxport: ") + number + L' ' + where + L"\r\n";
  const int units = static_cast<int>(line.size());
  std::string text(static_cast<size_t>(
                       ::WideCharToMultiByte(CP_UTF8, 0, line.data(), units, nullptr, 0, nullptr, nullptr)),
                   '\0');
  const int size = static_cast<int>(text.size());
  ::WideCharToMultiByte(CP_UTF8, 0, line.data(), units, text.data(), size, nullptr, nullptr);
  DWORD written = 0;
  ::WriteFile(::GetStdHandle(STD_ERROR_HANDLE), text.data(), static_cast<DWORD>(size), &written, nullptr);
}

HRESULT CarryOut(HRESULT (*step)(const Request&), const Request& request) noexcept {
  try {
    try {
      return step(request);
    } catch (const RegistrationFailure& failure) {
      Report(failure.result, failure.where);
      return failure.result;
    }
  } catch (...) {
    return HResultFromException();
  }
}

}  // namespace

HRESULT RegisterServer() noexcept { return CarryOut(Register, {}); }

HRESULT UnregisterServer() noexcept { return CarryOut(Unregister, {}); }

HRESULT Install(bool install, LPCWSTR words) noexcept {
  Request request;
  if (!Understand(words, &request)) return E_INVALIDARG;
  return CarryOut(install ? Register : Unregister, request);
}

}  // namespace imnxport
