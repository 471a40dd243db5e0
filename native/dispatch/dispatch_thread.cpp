// The dispatch thread.
#include "dispatch/dispatch_thread.h"

#include "com/work_threads.h"

namespace imnxport {
namespace {

WorkThreads& Threads() noexcept { return ProcessThreads<struct DispatchTag>("imnxport-calls", 1); }

class DispatchThread final : public Dispatcher {
 public:
  ~DispatchThread() override { Threads().Release(); }
  void Kick(WorkItem& item) noexcept override { Threads().Run(item); }
  // Off Windows objects belong to no thread; on Windows the callback said that any will do, or its
  // client lives in the MTA, where any will do.
  void Drop(IUnknown* object) noexcept override { object->Release(); }
};

}  // namespace

std::shared_ptr<Dispatcher> MakeDispatchThread() {
  if (!Threads().Acquire()) return nullptr;
  try {
    return std::make_shared<DispatchThread>();
  } catch (...) {
    Threads().Release();
    throw;
  }
}

}  // namespace imnxport
