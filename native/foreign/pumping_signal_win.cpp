// A signal that does not keep a thread from its windows.
#include <windows.h>

#include <new>

#include "foreign/message_pump.h"
#include "foreign/pumping_signal.h"

namespace imnxport {
namespace {

class Signal final : public PumpingSignal {
 public:
  Signal() noexcept : event_(CreateEventW(nullptr, FALSE, FALSE, nullptr)) {}
  ~Signal() override {
    if (event_) CloseHandle(event_);
  }
  bool Valid() const noexcept { return event_ != nullptr; }

  void Set() noexcept override { SetEvent(event_); }

  void Wait() noexcept override {
    do {
      PumpMessages();
      // MWMO_INPUTAVAILABLE: a message that somebody has looked at and left there counts.
    } while (MsgWaitForMultipleObjectsEx(1, &event_, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE) ==
             WAIT_OBJECT_0 + 1);
  }

 private:
  const HANDLE event_;
};

}  // namespace

std::unique_ptr<PumpingSignal> PumpingSignal::Make() noexcept {
  auto* const signal = new (std::nothrow) Signal;
  if (signal && signal->Valid()) return std::unique_ptr<PumpingSignal>(signal);
  delete signal;
  return nullptr;
}

}  // namespace imnxport
