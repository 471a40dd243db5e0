// What keeps this module in memory: objects, server locks and threads, counted in one place.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// Counts one reason to stay loaded for as long as it lives. Any thread.
class ModuleReference {
 public:
  ModuleReference() noexcept;
  ~ModuleReference();
  ModuleReference(const ModuleReference&) noexcept : ModuleReference() {}
  ModuleReference& operator=(const ModuleReference&) noexcept { return *this; }
};

// IClassFactory::LockServer.
void LockModule(bool lock) noexcept;

// DllCanUnloadNow: S_OK when nothing is counted. Otherwise S_FALSE, after asking idle threads to end.
HRESULT CanUnloadModule() noexcept;

}  // namespace imnxport
