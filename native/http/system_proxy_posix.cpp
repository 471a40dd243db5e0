// Systems where the environment says all: libcurl reads it by itself.
#include "http/system_proxy.h"

namespace imnxport {

std::shared_ptr<SystemProxy> SystemProxy::Make() { return nullptr; }

}  // namespace imnxport
