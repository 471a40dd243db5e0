// The keys below Software\Classes: read whole, changed all or none.
#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <vector>

namespace imnxport {

// Where classes are registered: HKEY_CURRENT_USER\Software\Classes or HKEY_LOCAL_MACHINE\Software\Classes.
// Never HKEY_CLASSES_ROOT, which writes into one or the other, depending on what is there. A 32-bit process
// has its own CLSID and Interface keys; the others are shared (learn.microsoft.com, "Registry Keys Affected
// by WOW64").
enum class Scope { kUser, kMachine };

// Whether names of the registry, or GUIDs in it, are the same, whatever their case.
bool SameText(const std::wstring& a, const std::wstring& b) noexcept;

// Something that cannot be done, where in the registry, and why; what is thrown inside registration code.
struct RegistrationFailure {
  HRESULT result;
  std::wstring where;
};

// A key with all that is below it, in memory. Names are compared without case, as the registry does.
struct KeyImage {
  struct Value {
    std::wstring name;
    DWORD type;
    std::vector<BYTE> data;
  };
  std::wstring name;
  std::vector<Value> values;
  std::vector<KeyImage> keys;

  // The subkey, or null.
  const KeyImage* Find(const std::wstring& subkey) const noexcept;
  // The subkey, which is made when there is none.
  KeyImage& Key(const std::wstring& subkey);
  void Remove(const std::wstring& subkey);
  // A REG_SZ; L"" names the value without a name.
  void Set(const std::wstring& value, const std::wstring& text);
  // Its text; L"" when there is none.
  std::wstring Text(const std::wstring& value = {}) const;
  // The default value of a subkey; L"" when there is none.
  std::wstring TextOf(const std::wstring& subkey) const;
};

// Changes below Software\Classes. What was written is undone in the destructor, unless Commit was called.
// All methods throw RegistrationFailure or std::bad_alloc. One thread.
class ClassKeys {
 public:
  explicit ClassKeys(Scope scope) noexcept : scope_(scope) {}
  ~ClassKeys();
  ClassKeys(const ClassKeys&) = delete;
  ClassKeys& operator=(const ClassKeys&) = delete;

  // What is at `path` ("CLSID\\{…}"), or nothing.
  std::optional<KeyImage> Read(const std::wstring& path) const;

  // Makes the key at `path` what `wanted` says; nothing: makes it disappear. Only what differs is written, so
  // that what is right already needs no permission, and permissions of a key outlive a change of it.
  void Write(const std::wstring& path, const std::optional<KeyImage>& wanted);

  // Whether the view of the processes with the other bitness has a key at `path`.
  bool OthersHave(const std::wstring& path) const;

  void Commit() noexcept { done_.clear(); }

 private:
  struct Done {
    std::wstring path;
    std::optional<KeyImage> before;
  };
  void Apply(const std::wstring& path, const std::optional<KeyImage>& wanted) const;
  std::wstring Where(const std::wstring& path) const;

  const Scope scope_;
  std::vector<Done> done_;
};

}  // namespace imnxport
