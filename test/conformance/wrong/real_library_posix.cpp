// Loads the real library where there is dlopen.
#include <dlfcn.h>

#include <cstdlib>

#include "real_library.h"

namespace wrong {

GetClassObject RealLibrary() noexcept {
  static const GetClassObject found = [] {
    const char* path = std::getenv("WRONG_TRANSPORT_REAL");
    void* library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
    return library ? reinterpret_cast<GetClassObject>(dlsym(library, "DllGetClassObject")) : nullptr;
  }();
  return found;
}

}  // namespace wrong
