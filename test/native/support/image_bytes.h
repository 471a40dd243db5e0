// The first bytes of files of code, as far as anybody looks at them.
#pragma once

#include <cstdint>
#include <string>

namespace imnxport::test {

// An ELF header: EI_CLASS, EI_DATA and e_machine.
inline std::string ElfBytes(int bits_class, int data, uint16_t machine) {
  std::string bytes(
      "\x7F"
      "ELF",
      4);
  bytes.resize(64, '\0');
  bytes[4] = static_cast<char>(bits_class);
  bytes[5] = static_cast<char>(data);
  bytes[data == 2 ? 19 : 18] = static_cast<char>(machine & 0xFF);
  bytes[data == 2 ? 18 : 19] = static_cast<char>(machine >> 8);
  return bytes;
}

// A DOS header that leads to a PE header for this machine.
inline std::string PeBytes(uint16_t machine) {
  std::string bytes(0x100, '\0');
  bytes[0] = 'M';
  bytes[1] = 'Z';
  bytes[0x3C] = static_cast<char>(0x80);
  bytes[0x80] = 'P';
  bytes[0x81] = 'E';
  bytes[0x84] = static_cast<char>(machine & 0xFF);
  bytes[0x85] = static_cast<char>(machine >> 8);
  return bytes;
}

}  // namespace imnxport::test
