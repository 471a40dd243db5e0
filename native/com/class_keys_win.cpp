// Reading and writing the keys below Software\Classes.
#include "com/class_keys_win.h"

#include <algorithm>
#include <new>
#include <utility>

namespace imnxport {
namespace {

constexpr wchar_t kClasses[] = L"Software\\Classes\\";

// The longest name of a value, in characters (learn.microsoft.com, "Registry Element Size Limits"), and its
// end.
constexpr DWORD kNameRoom = 16383 + 1;

// How to ask for the view of the processes with the other bitness. Windows without one ignores it.
constexpr REGSAM kOtherView = sizeof(void*) == 8 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY;

class OpenKey {
 public:
  OpenKey() noexcept = default;
  ~OpenKey() {
    if (key_) ::RegCloseKey(key_);
  }
  OpenKey(const OpenKey&) = delete;
  OpenKey& operator=(const OpenKey&) = delete;
  HKEY Get() const noexcept { return key_; }
  HKEY* Put() noexcept { return &key_; }

 private:
  HKEY key_ = nullptr;
};

void Check(LSTATUS status, const std::wstring& where) {
  if (status == ERROR_OUTOFMEMORY) throw std::bad_alloc();
  if (status != ERROR_SUCCESS) throw RegistrationFailure{HRESULT_FROM_WIN32(status), where};
}

bool Missing(LSTATUS status) noexcept {
  return status == ERROR_FILE_NOT_FOUND || status == ERROR_PATH_NOT_FOUND;
}

// Values that another process changes while they are read are read again.
KeyImage::Value ReadValue(HKEY key, DWORD index, const std::wstring& where) {
  std::wstring name(kNameRoom, L'\0');
  std::vector<BYTE> data(256);
  for (;;) {
    DWORD name_size = kNameRoom;
    DWORD data_size = static_cast<DWORD>(data.size());
    DWORD type = REG_NONE;
    const LSTATUS status =
        ::RegEnumValueW(key, index, name.data(), &name_size, nullptr, &type, data.data(), &data_size);
    if (status == ERROR_MORE_DATA) {
      data.resize(std::max<size_t>(data_size, data.size() * 2));
      continue;
    }
    Check(status, where);
    name.resize(name_size);
    data.resize(data_size);
    return {std::move(name), type, std::move(data)};
  }
}

KeyImage ReadKey(HKEY key, std::wstring name, const std::wstring& where) {
  KeyImage image;
  image.name = std::move(name);
  DWORD keys = 0;
  DWORD values = 0;
  Check(::RegQueryInfoKeyW(key, nullptr, nullptr, nullptr, &keys, nullptr, nullptr, &values, nullptr, nullptr,
                           nullptr, nullptr),
        where);
  for (DWORD i = 0; i < values; ++i) image.values.push_back(ReadValue(key, i, where));
  for (DWORD i = 0; i < keys; ++i) {
    wchar_t subkey[256];  // no key has a longer name
    DWORD size = sizeof subkey / sizeof *subkey;
    Check(::RegEnumKeyExW(key, i, subkey, &size, nullptr, nullptr, nullptr, nullptr), where);
    OpenKey open;
    const std::wstring inner = where + L'\\' + subkey;
    Check(::RegOpenKeyExW(key, subkey, 0, KEY_READ, open.Put()), inner);
    image.keys.push_back(ReadKey(open.Get(), subkey, inner));
  }
  return image;
}

const KeyImage::Value* FindValue(const KeyImage& image, const std::wstring& name) noexcept {
  for (const auto& value : image.values) {
    if (SameText(value.name, name)) return &value;
  }
  return nullptr;
}

bool SameValue(const KeyImage::Value& a, const KeyImage::Value& b) noexcept {
  return a.type == b.type && a.data == b.data;
}

bool SameKey(const KeyImage& a, const KeyImage& b) noexcept {
  if (a.values.size() != b.values.size() || a.keys.size() != b.keys.size()) return false;
  for (const auto& value : a.values) {
    const auto* other = FindValue(b, value.name);
    if (!other || !SameValue(value, *other)) return false;
  }
  for (const auto& key : a.keys) {
    const auto* other = b.Find(key.name);
    if (!other || !SameKey(key, *other)) return false;
  }
  return true;
}

bool Same(const std::optional<KeyImage>& a, const std::optional<KeyImage>& b) noexcept {
  return a && b ? SameKey(*a, *b) : !a && !b;
}

void DeleteKey(HKEY parent, const std::wstring& path, const std::wstring& where) {
  const LSTATUS status = ::RegDeleteTreeW(parent, path.c_str());
  if (!Missing(status)) Check(status, where);
}

// A user may have had no CLSID key at all before ours. It is no failure when it has to stay.
void DeleteEmptyKey(HKEY hive, const std::wstring& path) {
  OpenKey key;
  DWORD keys = 0;
  DWORD values = 0;
  if (::RegOpenKeyExW(hive, path.c_str(), 0, KEY_READ, key.Put()) != ERROR_SUCCESS) return;
  if (::RegQueryInfoKeyW(key.Get(), nullptr, nullptr, nullptr, &keys, nullptr, nullptr, &values, nullptr,
                         nullptr, nullptr, nullptr) != ERROR_SUCCESS) {
    return;
  }
  if (keys == 0 && values == 0) ::RegDeleteKeyW(hive, path.c_str());
}

// Makes the key what `wanted` says, whatever it is now.
void WriteKey(HKEY parent, const std::wstring& path, const KeyImage& wanted, const std::wstring& where) {
  OpenKey key;
  Check(::RegCreateKeyExW(parent, path.c_str(), 0, nullptr, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE,
                          nullptr, key.Put(), nullptr),
        where);
  const KeyImage now = ReadKey(key.Get(), {}, where);
  for (const auto& value : now.values) {
    if (FindValue(wanted, value.name)) continue;
    Check(::RegDeleteValueW(key.Get(), value.name.c_str()), where);
  }
  for (const auto& value : wanted.values) {
    const auto* old = FindValue(now, value.name);
    if (old && SameValue(*old, value)) continue;
    // A text without an end mark gets one when there happens to be a zero behind it: so there is none.
    std::vector<BYTE> data = value.data;
    data.insert(data.end(), sizeof(wchar_t), 0xFF);
    const DWORD size = static_cast<DWORD>(value.data.size());
    Check(::RegSetValueExW(key.Get(), value.name.c_str(), 0, value.type, data.data(), size), where);
  }
  for (const auto& subkey : now.keys) {
    if (!wanted.Find(subkey.name)) DeleteKey(key.Get(), subkey.name, where + L'\\' + subkey.name);
  }
  for (const auto& subkey : wanted.keys) {
    const auto* old = now.Find(subkey.name);
    if (old && SameKey(*old, subkey)) continue;
    WriteKey(key.Get(), subkey.name, subkey, where + L'\\' + subkey.name);
  }
}

HKEY Hive(Scope scope) noexcept { return scope == Scope::kUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE; }

}  // namespace

bool SameText(const std::wstring& a, const std::wstring& b) noexcept {
  return ::CompareStringOrdinal(a.c_str(), -1, b.c_str(), -1, TRUE) == CSTR_EQUAL;
}

const KeyImage* KeyImage::Find(const std::wstring& subkey) const noexcept {
  for (const auto& key : keys) {
    if (SameText(key.name, subkey)) return &key;
  }
  return nullptr;
}

KeyImage& KeyImage::Key(const std::wstring& subkey) {
  for (auto& key : keys) {
    if (SameText(key.name, subkey)) return key;
  }
  keys.emplace_back();
  keys.back().name = subkey;
  return keys.back();
}

void KeyImage::Remove(const std::wstring& subkey) {
  const auto named = [&subkey](const KeyImage& key) { return SameText(key.name, subkey); };
  keys.erase(std::remove_if(keys.begin(), keys.end(), named), keys.end());
}

void KeyImage::Set(const std::wstring& value, const std::wstring& text) {
  const auto* bytes = reinterpret_cast<const BYTE*>(text.c_str());
  const size_t size = (text.size() + 1) * sizeof(wchar_t);
  const auto named = [&value](const Value& old) { return SameText(old.name, value); };
  values.erase(std::remove_if(values.begin(), values.end(), named), values.end());
  values.push_back({value, REG_SZ, {bytes, bytes + size}});
}

std::wstring KeyImage::Text(const std::wstring& value) const {
  const Value* found = FindValue(*this, value);
  if (!found || (found->type != REG_SZ && found->type != REG_EXPAND_SZ)) return {};
  std::wstring text(found->data.size() / sizeof(wchar_t), L'\0');
  std::copy_n(found->data.data(), text.size() * sizeof(wchar_t), reinterpret_cast<BYTE*>(text.data()));
  return text.c_str();  // up to its end mark, which may or may not have been stored
}

std::wstring KeyImage::TextOf(const std::wstring& subkey) const {
  const KeyImage* key = Find(subkey);
  return key ? key->Text() : std::wstring();
}

ClassKeys::~ClassKeys() {
  for (; !done_.empty(); done_.pop_back()) {
    const Done& step = done_.back();
    try {
      if (!Same(Read(step.path), step.before)) Apply(step.path, step.before);
    } catch (...) {
      // What cannot be undone stays; the others still can.
    }
  }
}

std::wstring ClassKeys::Where(const std::wstring& path) const {
  const wchar_t* hive = scope_ == Scope::kUser ? L"HKEY_CURRENT_USER\\" : L"HKEY_LOCAL_MACHINE\\";
  return hive + (kClasses + path);
}

std::optional<KeyImage> ClassKeys::Read(const std::wstring& path) const {
  OpenKey key;
  const LSTATUS status = ::RegOpenKeyExW(Hive(scope_), (kClasses + path).c_str(), 0, KEY_READ, key.Put());
  if (Missing(status)) return std::nullopt;
  Check(status, Where(path));
  return ReadKey(key.Get(), {}, Where(path));
}

void ClassKeys::Write(const std::wstring& path, const std::optional<KeyImage>& wanted) {
  auto before = Read(path);
  if (Same(before, wanted)) return;
  done_.push_back({path, std::move(before)});
  Apply(path, wanted);
}

void ClassKeys::Apply(const std::wstring& path, const std::optional<KeyImage>& wanted) const {
  const HKEY hive = Hive(scope_);
  if (wanted) {
    WriteKey(hive, kClasses + path, *wanted, Where(path));
    return;
  }
  DeleteKey(hive, kClasses + path, Where(path));
  const size_t parent = path.rfind(L'\\');
  if (parent != std::wstring::npos) DeleteEmptyKey(hive, kClasses + path.substr(0, parent));
}

bool ClassKeys::OthersHave(const std::wstring& path) const {
  OpenKey key;
  return ::RegOpenKeyExW(Hive(scope_), (kClasses + path).c_str(), 0, KEY_QUERY_VALUE | kOtherView,
                         key.Put()) == ERROR_SUCCESS;
}

}  // namespace imnxport
