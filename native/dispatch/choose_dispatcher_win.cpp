// Where callbacks run on Windows: decided once, by the apartment of the thread that calls InitNew.
#include <objbase.h>

#include "dispatch/dispatch_thread.h"
#include "dispatch/thread_window_win.h"

namespace imnxport {
namespace {

// A thread that never initialised COM counts as one that pumps: that is what the documentation assumes
// of a client. An implicit member of the MTA is such a thread, too.
bool JoinedTheMta() noexcept {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  if (FAILED(CoGetApartmentType(&type, &qualifier))) return false;
  if (type == APTTYPE_NA) return qualifier == APTTYPEQUALIFIER_NA_ON_MTA;
  return type == APTTYPE_MTA && qualifier != APTTYPEQUALIFIER_IMPLICIT_MTA;
}

}  // namespace

std::shared_ptr<Dispatcher> ChooseDispatcher(bool any_thread, std::weak_ptr<DispatchOwner> owner) {
  if (any_thread || JoinedTheMta()) return MakeDispatchThread(any_thread);
  return MakeWindowDispatcher(std::move(owner));
}

}  // namespace imnxport
