// Headers of code.
#include "foreign/image_file.h"

#include <cstring>
#include <memory>

#include "foreign/library_os.h"
#include "foreign/open_failure.h"
#include "stream/file_stream_os.h"

namespace imnxport {
namespace {

struct Machine {
  uint16_t elf;  // e_machine
  uint16_t pe;   // IMAGE_FILE_HEADER.Machine
  int bits;
  const char* name;
};
constexpr Machine kMachines[] = {
    {62, 0x8664, 64, "x64"}, {3, 0x014C, 32, "ia32"}, {183, 0xAA64, 64, "arm64"}, {40, 0x01C4, 32, "arm"}};

#if defined(__x86_64__) || defined(_M_X64)
constexpr const char* kOwnMachine = "x64";
#elif defined(__i386__) || defined(_M_IX86)
constexpr const char* kOwnMachine = "ia32";
#elif defined(__aarch64__) || defined(_M_ARM64)
constexpr const char* kOwnMachine = "arm64";
#else
constexpr const char* kOwnMachine = "arm";
#endif

// Some bytes of a file; numbers that it does not have are 0.
class Bytes {
 public:
  explicit Bytes(const OpenFile& file) noexcept : file_(file) {}

  uint32_t Byte(uint64_t offset) const noexcept {
    unsigned char byte = 0;
    uint32_t got = 0;
    return SUCCEEDED(file_.ReadAt(offset, &byte, 1, &got)) && got == 1 ? byte : 0;
  }
  uint32_t Little(uint64_t offset, int size) const noexcept {
    uint32_t value = 0;
    for (int i = 0; i < size; ++i) value |= Byte(offset + static_cast<uint64_t>(i)) << (8 * i);
    return value;
  }

 private:
  const OpenFile& file_;
};

void SetMachine(const Machine* found, uint32_t number, ImageFile* image) {
  image->machine = found ? found->name : "machine " + std::to_string(number);
  if (found && image->bits == 0) image->bits = found->bits;
}

ImageFile ReadElf(const Bytes& bytes) {
  ImageFile image;
  image.kind = ImageFile::Kind::kElf;
  image.bits = bytes.Byte(4) == 1 ? 32 : bytes.Byte(4) == 2 ? 64 : 0;
  const bool big_endian = bytes.Byte(5) == 2;
  const uint32_t number = big_endian ? bytes.Byte(18) << 8 | bytes.Byte(19) : bytes.Little(18, 2);
  const Machine* found = nullptr;
  for (const Machine& machine : kMachines) {
    if (machine.elf == number && !big_endian) found = &machine;
  }
  SetMachine(found, number, &image);
  return image;
}

ImageFile ReadPe(const Bytes& bytes, uint64_t header) {
  ImageFile image;
  image.kind = ImageFile::Kind::kPe;
  const uint32_t number = bytes.Little(header + 4, 2);
  const Machine* found = nullptr;
  for (const Machine& machine : kMachines) {
    if (machine.pe == number) found = &machine;
  }
  SetMachine(found, number, &image);
  return image;
}

}  // namespace

ImageFile ReadImageFile(const std::string& path) {
  ImageFile image;
  std::shared_ptr<const OpenFile> file;
  const HRESULT hr = OpenForReading(path.c_str(), &file);
  if (FAILED(hr)) {
    const bool missing = hr == kFileNotFound || hr == kPathNotFound;
    if (hr != kIsDirectory && hr != kBadFileType)
      image.kind = missing ? ImageFile::Kind::kMissing : ImageFile::Kind::kUnreadable;
    return image;
  }
  const Bytes bytes(*file);
  if (bytes.Little(0, 4) == 0x464C457F) return ReadElf(bytes);  // 7F "ELF"
  const uint64_t header = bytes.Little(0x3C, 4);
  if (bytes.Little(0, 2) == 0x5A4D && bytes.Little(header, 4) == 0x00004550) return ReadPe(bytes, header);
  return image;
}

ImageFile ThisProcess() {
  ImageFile image;
  image.kind = kOwnImageKind;
  image.bits = static_cast<int>(sizeof(void*)) * 8;
  image.machine = kOwnMachine;
  return image;
}

std::string Describe(const ImageFile& image) {
  return image.bits == 0 ? image.machine : image.machine + ", " + std::to_string(image.bits) + " bit";
}

}  // namespace imnxport
