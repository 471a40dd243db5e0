// Off Windows there are no apartments: every callback runs on the dispatch thread.
#include "dispatch/dispatch_thread.h"

namespace imnxport {

std::shared_ptr<Dispatcher> ChooseDispatcher(bool, std::weak_ptr<DispatchOwner>) {
  return MakeDispatchThread(true);
}

}  // namespace imnxport
