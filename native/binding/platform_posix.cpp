// The operating system off Windows, as far as the addon is concerned.
#include "binding/platform.h"

namespace imnxport::binding {

void PinModule() noexcept {}

bool ToSystemText(const std::string& utf8, std::string* text) {
  *text = utf8;
  return true;
}

}  // namespace imnxport::binding
