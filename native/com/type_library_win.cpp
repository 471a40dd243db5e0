// A type library in the registry (learn.microsoft.com, "Registering a Type Library", "Interface Key").
#include "com/type_library_win.h"

#include <windows.h>
#include <oleauto.h>

#include "com/com_ptr.h"
#include "com/module_file_win.h"
#include "com/registered_classes_win.h"

namespace imnxport {
namespace {

constexpr const wchar_t* kPlatform = sizeof(void*) == 8 ? L"win64" : L"win32";

// The system's proxies for interfaces that a type library describes, and for those with nothing but
// IDispatch.
constexpr wchar_t kByDescription[] = L"{00020424-0000-0000-C000-000000000046}";
constexpr wchar_t kDispatchOnly[] = L"{00020420-0000-0000-C000-000000000046}";

void Check(HRESULT hr, const std::wstring& file) {
  if (FAILED(hr)) throw RegistrationFailure{hr, L"the type library of " + file};
}

std::wstring Take(BSTR text) {
  const std::wstring result = text ? std::wstring(text, ::SysStringLen(text)) : std::wstring();
  ::SysFreeString(text);
  return result;
}

std::wstring Hex(unsigned number) {
  static const wchar_t kDigits[] = L"0123456789abcdef";
  std::wstring text;
  do text.insert(text.begin(), kDigits[number % 16]);
  while (number /= 16);
  return text;
}

// Interfaces that have a marshaler; the others in the library stand there for documentation.
void AddInterface(TypeLibrary& library, ITypeLib& loaded, UINT index) {
  ComPtr<ITypeInfo> type;
  Check(loaded.GetTypeInfo(index, type.Put()), library.file);
  TYPEATTR* attributes = nullptr;
  Check(type->GetTypeAttr(&attributes), library.file);
  const GUID id = attributes->guid;
  const TYPEKIND kind = attributes->typekind;
  const bool described = (attributes->wTypeFlags & (TYPEFLAG_FOLEAUTOMATION | TYPEFLAG_FDUAL)) != 0;
  type->ReleaseTypeAttr(attributes);
  if (kind != TKIND_DISPATCH && !(kind == TKIND_INTERFACE && described)) return;
  BSTR name = nullptr;
  Check(loaded.GetDocumentation(static_cast<INT>(index), &name, nullptr, nullptr, nullptr), library.file);
  library.interfaces.push_back({GuidText(id), Take(name), described ? kByDescription : kDispatchOnly});
}

std::wstring LibraryPath(const TypeLibrary& library) { return L"TypeLib\\" + library.id; }
std::wstring InterfacePath(const TypeLibrary::Interface& entry) { return L"Interface\\" + entry.id; }

}  // namespace

TypeLibrary LoadTypeLibrary(const std::wstring& file) {
  TypeLibrary library;
  library.file = file;
  ComPtr<ITypeLib> loaded;
  Check(::LoadTypeLibEx(file.c_str(), REGKIND_NONE, loaded.Put()), file);
  TLIBATTR* attributes = nullptr;
  Check(loaded->GetLibAttr(&attributes), file);
  const TLIBATTR attr = *attributes;
  loaded->ReleaseTLibAttr(attributes);
  library.id = GuidText(attr.guid);
  library.version = Hex(attr.wMajorVerNum) + L'.' + Hex(attr.wMinorVerNum);
  BSTR description = nullptr;
  Check(loaded->GetDocumentation(-1, nullptr, &description, nullptr, nullptr), file);
  library.description = Take(description);
  const UINT count = loaded->GetTypeInfoCount();
  for (UINT i = 0; i < count; ++i) AddInterface(library, *loaded.Get(), i);
  return library;
}

void WriteTypeLibrary(ClassKeys& keys, const TypeLibrary& library) {
  KeyImage image = keys.Read(LibraryPath(library)).value_or(KeyImage());
  KeyImage& version = image.Key(library.version);
  version.Set(L"", library.description);
  version.Key(L"0").Key(kPlatform).Set(L"", library.file);
  version.Key(L"FLAGS").Set(L"", L"0");
  version.Key(L"HELPDIR").Set(L"", library.file.substr(0, library.file.rfind(L'\\')));
  keys.Write(LibraryPath(library), image);

  for (const auto& entry : library.interfaces) {
    KeyImage interface_image;
    interface_image.Set(L"", entry.name);
    interface_image.Key(L"ProxyStubClsid32").Set(L"", entry.marshaler);
    KeyImage& type = interface_image.Key(L"TypeLib");
    type.Set(L"", library.id);
    type.Set(L"Version", library.version);
    keys.Write(InterfacePath(entry), interface_image);
  }
}

void RemoveTypeLibrary(ClassKeys& keys, const TypeLibrary& library, const std::wstring& file) {
  auto image = keys.Read(LibraryPath(library));
  const KeyImage* found = image ? image->Find(library.version) : nullptr;
  const KeyImage* language = found ? found->Find(L"0") : nullptr;
  if (!language || !SamePath(language->TextOf(kPlatform), file)) return;

  KeyImage& version = image->Key(library.version);
  version.Key(L"0").Remove(kPlatform);
  if (version.Key(L"0").keys.empty()) image->Remove(library.version);
  keys.Write(LibraryPath(library), image->keys.empty() ? std::nullopt : image);
  for (const auto& entry : library.interfaces) keys.Write(InterfacePath(entry), std::nullopt);
}

}  // namespace imnxport
