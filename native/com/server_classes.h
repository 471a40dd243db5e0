// The classes that this server has: what DllGetClassObject answers, and what is registered.
#pragma once

#include <cstddef>

#include "abi/imnxport.h"

namespace imnxport {

struct ServerClass {
  const CLSID* clsid;
  // Makes an object and asks it for `riid`. *ppv is NULL on every failure. Any thread.
  HRESULT (*create)(REFIID riid, void** ppv) noexcept;
  // What people read.
  const char* description;
  // Without its version, which is ".1". Null: the class belongs to everyone, and is registered only on
  // request.
  const char* prog_id;
  // Scripts use it: it is registered together with the type library that this module carries.
  bool automation;
};

// The one table. It lives as long as the module. Any thread.
struct ServerClasses {
  const ServerClass* first;
  size_t count;
  const ServerClass* begin() const noexcept { return first; }
  const ServerClass* end() const noexcept { return first + count; }
};
ServerClasses AllServerClasses() noexcept;

}  // namespace imnxport
