// What a file of code is made for, read from its header: ELF (System V ABI, "ELF Header") or PE
// (learn.microsoft.com, "PE Format").
#pragma once

#include <cstdint>
#include <string>

namespace imnxport {

struct ImageFile {
  enum class Kind { kMissing, kUnreadable, kNoImage, kElf, kPe };
  Kind kind = Kind::kNoImage;
  int bits = 0;         // 32 or 64; 0: the header does not say
  std::string machine;  // as Node.js names architectures, "x64"; of others the number

  // Whether both are for the same kind of process.
  bool Fits(const ImageFile& process) const noexcept {
    return kind == process.kind && bits == process.bits && machine == process.machine;
  }
};

// Reads the header of a file; the path is UTF-8. May throw std::bad_alloc. Any thread.
ImageFile ReadImageFile(const std::string& path);

// What this process runs. May throw std::bad_alloc. Any thread.
ImageFile ThisProcess();

// "x64, 64 bit". May throw std::bad_alloc.
std::string Describe(const ImageFile& image);

}  // namespace imnxport
