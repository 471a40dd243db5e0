// The I/O thread as a dispatcher.
#include "transport/io_dispatcher.h"

#include "http/engine.h"

namespace imnxport {
namespace {

class IoDispatcher final : public Dispatcher {
 public:
  ~IoDispatcher() override { Engine::Get().Release(); }
  void Kick(WorkItem& item) noexcept override { Engine::Get().Kick(item); }
  void Drop(IUnknown* object) noexcept override { (void)object->Release(); }
};

}  // namespace

std::shared_ptr<Dispatcher> MakeIoDispatcher() {
  if (!Engine::Get().Acquire()) return nullptr;
  try {
    return std::make_shared<IoDispatcher>();
  } catch (...) {
    Engine::Get().Release();
    throw;
  }
}

}  // namespace imnxport
