// The dispatch thread.
#include "dispatch/dispatch_thread.h"

#include "com/work_threads.h"
#include "dispatch/drop_item.h"

namespace imnxport {
namespace {

WorkThreads& Threads() noexcept { return ProcessThreads<struct DispatchTag>("imnxport-calls", 1); }

class DispatchThread final : public Dispatcher {
 public:
  explicit DispatchThread(bool drop_anywhere) noexcept : drop_anywhere_(drop_anywhere) {}
  ~DispatchThread() override { Threads().Release(); }
  void Kick(WorkItem& item) noexcept override { Threads().Run(item); }
  void Drop(IUnknown* object) noexcept override {
    drop_anywhere_ ? (void)object->Release() : DropLater(*this, object);
  }

 private:
  const bool drop_anywhere_;
};

}  // namespace

std::shared_ptr<Dispatcher> MakeDispatchThread(bool drop_anywhere) {
  if (!Threads().Acquire()) return nullptr;
  try {
    return std::make_shared<DispatchThread>(drop_anywhere);
  } catch (...) {
    Threads().Release();
    throw;
  }
}

}  // namespace imnxport
