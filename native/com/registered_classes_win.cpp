// The keys of a class and its names (learn.microsoft.com, "CLSID Key", "InprocServer32", "ProgID Key").
#include "com/registered_classes_win.h"

#include <objbase.h>

#include "com/module_file_win.h"

namespace imnxport {
namespace {

std::wstring Wide(const char* ascii) {
  std::wstring wide;
  for (; *ascii; ++ascii) wide.push_back(static_cast<wchar_t>(*ascii));
  return wide;
}

std::wstring Name(const ServerClass& row) { return Wide(row.prog_id); }
std::wstring VersionedName(const ServerClass& row) { return Name(row) + L".1"; }

}  // namespace

std::wstring GuidText(const GUID& guid) {
  wchar_t text[40];
  (void)::StringFromGUID2(guid, text, sizeof text / sizeof *text);
  return text;
}

std::wstring ClassPath(const CLSID& clsid) { return L"CLSID\\" + GuidText(clsid); }

std::wstring RegisteredFile(const ClassKeys& keys, const CLSID& clsid) {
  const auto image = keys.Read(ClassPath(clsid));
  return image ? image->TextOf(L"InprocServer32") : std::wstring();
}

KeyImage ClassImage(const ServerClass& row, const std::wstring& file, const std::wstring& library) {
  KeyImage image;
  image.Set(L"", Wide(row.description));
  KeyImage& server = image.Key(L"InprocServer32");
  server.Set(L"", file);
  server.Set(L"ThreadingModel", L"Both");
  if (row.prog_id) {
    image.Key(L"ProgID").Set(L"", VersionedName(row));
    image.Key(L"VersionIndependentProgID").Set(L"", Name(row));
  }
  if (row.automation) {
    image.Key(L"TypeLib").Set(L"", library);
    image.Key(L"Programmable");
  }
  return image;
}

void WriteProgIds(ClassKeys& keys, const ServerClass& row) {
  KeyImage versioned;
  versioned.Set(L"", Wide(row.description));
  versioned.Key(L"CLSID").Set(L"", GuidText(*row.clsid));
  keys.Write(VersionedName(row), versioned);

  KeyImage newest = versioned;
  newest.Key(L"CurVer").Set(L"", VersionedName(row));
  keys.Write(Name(row), newest);
}

void RemoveProgIds(ClassKeys& keys, const ServerClass& row) {
  if (keys.OthersHave(ClassPath(*row.clsid))) return;
  for (const auto& name : {VersionedName(row), Name(row)}) {
    const auto image = keys.Read(name);
    if (image && SameText(image->TextOf(L"CLSID"), GuidText(*row.clsid))) keys.Write(name, std::nullopt);
  }
}

}  // namespace imnxport
