// Taking CLSID_IHTTPMailTransport and giving it back.
#include "com/classic_class_win.h"

#include "abi/imnxport_ext.h"
#include "com/module_file_win.h"
#include "com/registered_classes_win.h"

namespace imnxport {
namespace {

constexpr wchar_t kExisted[] = L"Existed";
constexpr wchar_t kKey[] = L"Key";

std::wstring Classic() { return ClassPath(CLSID_IHTTPMailTransport); }

// What serves a class (learn.microsoft.com, "CLSID Key"); a key without any of these is nobody's.
bool HasServer(const KeyImage& image) {
  for (const wchar_t* name : {L"InprocServer32", L"InprocHandler32", L"LocalServer32", L"TreatAs"}) {
    if (image.Find(name)) return true;
  }
  return false;
}

}  // namespace

bool HoldsClassic(const ClassKeys& keys, const std::optional<KeyImage>& own) {
  return own && own->Find(kClassicBefore) &&
         SamePath(RegisteredFile(keys, CLSID_IHTTPMailTransport), own->TextOf(L"InprocServer32"));
}

void RefuseForeignClassic(const std::wstring& file) {
  for (const Scope scope : {Scope::kUser, Scope::kMachine}) {
    const ClassKeys keys(scope);
    const auto image = keys.Read(Classic());
    if (!image || !HasServer(*image)) continue;
    const std::wstring owner = image->TextOf(L"InprocServer32");
    if (SamePath(owner, file) || SamePath(owner, RegisteredFile(keys, CLSID_ImnxportTransport))) continue;
    throw RegistrationFailure{HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS),
                              Classic() + L" belongs to " + (owner.empty() ? L"another server" : owner)};
  }
}

KeyImage ClassicBefore(const ClassKeys& keys) {
  auto now = keys.Read(Classic());
  const DWORD existed = now ? 1 : 0;
  const auto* bytes = reinterpret_cast<const BYTE*>(&existed);
  KeyImage before;
  before.name = kClassicBefore;
  before.values.push_back({kExisted, REG_DWORD, {bytes, bytes + sizeof existed}});
  if (now) {
    now->name = kKey;
    before.keys.push_back(std::move(*now));
  }
  return before;
}

void GiveBackClassic(ClassKeys& keys, const KeyImage& own) {
  if (!HoldsClassic(keys, own)) return;
  const KeyImage* key = own.Find(kClassicBefore)->Find(kKey);
  keys.Write(Classic(), key ? std::optional<KeyImage>(*key) : std::nullopt);
}

}  // namespace imnxport
