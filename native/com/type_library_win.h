// The type library that this module carries, and its registration.
#pragma once

#include <string>
#include <vector>

#include "com/class_keys_win.h"

namespace imnxport {

struct TypeLibrary {
  std::wstring id;       // "{…}"
  std::wstring version;  // "1.0"
  std::wstring description;
  std::wstring file;
  struct Interface {
    std::wstring id;
    std::wstring name;
    std::wstring marshaler;  // the CLSID of the system's proxy for it
  };
  std::vector<Interface> interfaces;  // those that can cross apartments by their description
};

// Reads the library in the resources of `file`, without registering anything. Throws RegistrationFailure with
// what LoadTypeLibEx says, when there is none too.
TypeLibrary LoadTypeLibrary(const std::wstring& file);

// Writes what RegisterTypeLib would, but where `keys` says: RegisterTypeLib chooses between user and machine
// by itself, and half of its work could not be undone.
void WriteTypeLibrary(ClassKeys& keys, const TypeLibrary& library);

// Removes what WriteTypeLibrary wrote for this file, and nothing of the other bitness, which shares the key.
void RemoveTypeLibrary(ClassKeys& keys, const TypeLibrary& library, const std::wstring& file);

}  // namespace imnxport
