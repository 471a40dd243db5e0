// Creating the transport as COM does for a client, without a registry: by a manifest.
#pragma once

#include <windows.h>

#include <string>

#include "abi/imnxport_ext.h"

namespace host {

// A folder with a copy of the library and a manifest for it; gone with this object.
class Activation {
 public:
  Activation();
  ~Activation();
  Activation(const Activation&) = delete;
  Activation& operator=(const Activation&) = delete;

  // CoCreateInstance on this thread, which has joined an apartment.
  IHTTPMailTransport* CreateTransport() const;
  // Whether the copy is loaded.
  bool IsLoaded() const;

 private:
  std::wstring folder_, library_, manifest_;
  HANDLE context_;
};

// CoFreeUnusedLibrariesEx(0, 0) until `gone`. It can only be asked again and again: a library says no while
// its threads are ending, and COM unloads one that has said yes at the next question.
bool FreeUnusedLibraries(const Activation& activation);

}  // namespace host
