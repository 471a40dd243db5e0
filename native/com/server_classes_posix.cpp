// The classes of the server off Windows, where nothing is registered and there is no automation.
#include "abi/imnxport_ext.h"
#include "com/server_classes.h"
#include "transport/transport_class.h"

namespace imnxport {
namespace {

constexpr ServerClass kClasses[] = {
    {&CLSID_ImnxportTransport, CreateTransport, nullptr, nullptr, false},
    {&CLSID_IHTTPMailTransport, CreateTransport, nullptr, nullptr, false},
};

}  // namespace

ServerClasses AllServerClasses() noexcept { return {kClasses, sizeof kClasses / sizeof *kClasses}; }

}  // namespace imnxport
