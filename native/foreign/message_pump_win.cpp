// Messages of a thread.
#include <windows.h>

#include "foreign/message_pump.h"

namespace imnxport {
namespace {

constexpr int kMostAtOnce = 256;

}  // namespace

bool PumpMessages() noexcept {
  MSG message;
  int count = 0;
  while (count < kMostAtOnce && PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) {
    // Nobody has a loop here that this could end.
    if (message.message == WM_QUIT) continue;
    TranslateMessage(&message);
    DispatchMessageW(&message);
    ++count;
  }
  return count > 0;
}

}  // namespace imnxport
