// The classes of the server on Windows.
#include "abi/imnxport_ext.h"
#include "automation/poster_class.h"
#include "com/server_classes.h"
#include "transport/transport_class.h"

namespace imnxport {
namespace {

constexpr ServerClass kClasses[] = {
    {&CLSID_ImnxportTransport, CreateTransport, "Imnxport HTTPMail transport", "Imnxport.HttpMailTransport",
     false},
    {&CLSID_IHTTPMailTransport, CreateTransport, "HTTPMail transport (Imnxport)", nullptr, false},
    {&CLSID_HttpMailPoster, CreatePoster, "Imnxport HTTPMail poster", "Imnxport.HttpMailPoster", true},
};

}  // namespace

ServerClasses AllServerClasses() noexcept { return {kClasses, sizeof kClasses / sizeof *kClasses}; }

}  // namespace imnxport
