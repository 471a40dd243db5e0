// Wiping.
#include "http/secret.h"

namespace imnxport {

void Wipe(void* memory, size_t size) noexcept {
  volatile unsigned char* byte = static_cast<volatile unsigned char*>(memory);
  while (size--) *byte++ = 0;
}

void Wipe(std::string& text) noexcept {
  // Up to the capacity: a string that became shorter leaves its old end behind.
  text.resize(text.capacity());
  Wipe(text.data(), text.size());
  text.clear();
}

}  // namespace imnxport
