// The parameters of COM methods out of what JavaScript passes: one class for each kind.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "abi/imnxport.h"
#include "binding/arguments.h"
#include "binding/inet_server.h"
#include "binding/napi_setup.h"
#include "binding/pointer_wrap.h"

namespace imnxport::binding {

// A value from JavaScript, and what the documentation calls the parameter.
struct Argument {
  const Napi::Value value;
  const char* name;
};

// Each class below is made of an Argument on the JS thread (throws NativeFailure, whose `argument` is the
// name), has in Get() what the method takes, for as long as it lives and on any thread, and in Done(), on the
// JS thread after the call, what is to become of it then. Null gives NULL.

class Parameter {
 public:
  Parameter() = default;
  Parameter(const Parameter&) = delete;
  Parameter& operator=(const Parameter&) = delete;
  void Done() {}
};

// DWORD, ULONG and the enumerations: 32 bits of either sign, whether the enumeration has them or not.
template <class Type>
class Number : public Parameter {
 public:
  explicit Number(const Argument& from) : number_(static_cast<Type>(ToHResult(from.value, from.name))) {}
  Type Get() const noexcept { return number_; }

 private:
  const Type number_;
};

// BOOL and boolean: true, false, or the number itself.
template <class Type>
class Flag : public Parameter {
 public:
  explicit Flag(const Argument& from)
      : flag_(static_cast<Type>(from.value.IsNumber() ? ToHResult(from.value, from.name)
                                                      : ToFlag(from.value, from.name))) {}
  Type Get() const noexcept { return flag_; }

 private:
  const Type flag_;
};

// Text that goes out as it is.
class Text : public Parameter {
 public:
  explicit Text(const Argument& from) : text_(ToOptionalText(from.value, from.name)) {}
  LPCSTR Get() const noexcept { return OrNull(text_); }

 private:
  const std::optional<std::string> text_;
};

// The name of a file, in the system's code page.
class FileName : public Parameter {
 public:
  explicit FileName(const Argument& from) : path_(ToOptionalFileName(from.value, from.name)) {}
  LPCSTR Get() const noexcept { return OrNull(path_); }

 private:
  const std::optional<std::string> path_;
};

// A Uint8Array: JavaScript's own bytes.
class Bytes : public Parameter {
 public:
  explicit Bytes(const Argument& from);
  LPVOID Get() const noexcept { return data_; }

 private:
  LPVOID data_ = nullptr;
};

// An array of strings, with a NULL at its end.
class TextList : public Parameter {
 public:
  explicit TextList(const Argument& from);
  LPCSTR* Get() noexcept { return is_null_ ? nullptr : pointers_.data(); }

 protected:
  ULONG Count() const noexcept { return static_cast<ULONG>(texts_.size()); }

 private:
  bool is_null_;
  std::vector<std::string> texts_;
  std::vector<LPCSTR> pointers_;
};

// An array of strings as HTTPTARGETLIST. An empty one has no first target, but a place for it.
class Targets : public TextList {
 public:
  explicit Targets(const Argument& from) : TextList(from), list_{Count(), TextList::Get()} {}
  LPHTTPTARGETLIST Get() noexcept { return list_.prgTarget ? &list_ : nullptr; }

 private:
  HTTPTARGETLIST list_;
};

// ContactInfo of lib/com/structures.ts.
class Contact : public Parameter {
 public:
  explicit Contact(const Argument& from);
  LPHTTPCONTACTINFO Get() noexcept { return is_null_ ? nullptr : &info_; }

 private:
  bool is_null_;
  std::vector<std::string> texts_;
  HTTPCONTACTINFO info_ = {};
};

// InetServer of lib/com/structures.ts.
class Server : public Parameter {
 public:
  explicit Server(const Argument& from);
  LPINETSERVER Get() noexcept { return is_null_ ? nullptr : server_.Get(); }

 private:
  bool is_null_;
  SecretServer server_;
};

// A pointer that is lent, asked for that interface.
template <class Interface>
class Pointer : public Parameter {
 public:
  explicit Pointer(const Argument& from) : pointer_(ToOptionalInterface<Interface>(from.value, from.name)) {}
  Interface* Get() const noexcept { return pointer_.Get(); }

 private:
  const ComPtr<Interface> pointer_;
};

// The same for what the headers do not describe: taken as it comes, whatever its interface.
template <class Opaque>
class OpaquePointer : public Parameter {
 public:
  explicit OpaquePointer(const Argument& from) : pointer_(ToOptionalPointer(from.value, from.name)) {}
  Opaque* Get() const noexcept { return reinterpret_cast<Opaque*>(pointer_.Get()); }

 private:
  const ComPtr<IUnknown> pointer_;
};

// An out-parameter: an object whose `value` is read before the call, when it has one, and set after it,
// whatever the call answered.
class Holder : public Parameter {
 public:
  explicit Holder(const Argument& from);

 protected:
  bool IsNull() const noexcept { return object_.IsEmpty(); }
  // Undefined when there is none.
  Napi::Value Read() const;
  void Write(const Napi::Value& value);

 private:
  Napi::Object object_;
};

template <class Type>
class OutNumber : public Holder {
 public:
  explicit OutNumber(const Argument& from) : Holder(from) {
    if (IsNull() || Read().IsUndefined()) return;
    number_ = static_cast<Type>(ToHResult(Read(), from.name));
  }
  Type* Get() noexcept { return IsNull() ? nullptr : &number_; }
  void Done() {
    if (!IsNull()) Write(Napi::Number::New(Read().Env(), static_cast<uint32_t>(number_)));
  }

 private:
  Type number_ = {};
};

class OutServer : public Holder {
 public:
  explicit OutServer(const Argument& from);
  LPINETSERVER Get() noexcept { return IsNull() ? nullptr : server_.Get(); }
  void Done();

 private:
  SecretServer server_;
};

// Text that the method has allocated is copied and not freed: no public source says how.
class OutText : public Holder {
 public:
  explicit OutText(const Argument& from);
  LPSTR* Get() noexcept { return IsNull() ? nullptr : &text_; }
  void Done();

 private:
  std::string given_;
  LPSTR text_ = nullptr;
};

}  // namespace imnxport::binding
