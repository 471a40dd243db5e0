// Shared objects.
#include <dlfcn.h>

#include "foreign/library_os.h"
#include "foreign/open_failure.h"

namespace imnxport {

const ImageFile::Kind kOwnImageKind = ImageFile::Kind::kElf;

// RTLD_LOCAL: nothing of it may be mixed up with what this process has. RTLD_NOW: what is missing is missing
// now, and not in the middle of a command.
void* LoadFile(const std::string& path, HRESULT* hr, std::string* said) {
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library) return library;
  const char* const error = dlerror();
  if (error) *said = error;
  *hr = said->find("cannot open shared object file") != std::string::npos ? kModuleNotFound : E_FAIL;
  return nullptr;
}

void* FindExport(void* library, const char* name) noexcept { return dlsym(library, name); }

void UnloadFile(void* library) noexcept { dlclose(library); }

}  // namespace imnxport
