// The header of a file that is to be loaded as a library.
#include "foreign/image_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include "property.h"

using namespace imnxport;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const int file = memfd_create("image", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  const ImageFile image = ReadImageFile(path);
  using Kind = ImageFile::Kind;
  HOLDS(image.kind == Kind::kNoImage || image.kind == Kind::kElf || image.kind == Kind::kPe);
  HOLDS(image.bits == 0 || image.bits == 32 || image.bits == 64);
  HOLDS(image.kind != Kind::kNoImage || (image.bits == 0 && image.machine.empty()));
  HOLDS(!fuzz::HasControls(Describe(image)));
  HOLDS(!image.Fits(ThisProcess()) || (image.kind == Kind::kElf && image.bits == 64));
  return 0;
}
