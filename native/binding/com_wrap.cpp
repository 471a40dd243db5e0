// The methods of IHTTPMailTransport by name: what each takes, in one table.
#include "binding/com_wrap.h"

#include <cstring>
#include <tuple>
#include <utility>

#include "binding/addon_data.h"
#include "binding/com_parameters.h"
#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

constexpr size_t kMaxParameters = 6;

// What a method is to JavaScript: its name, the names of its parameters, and what calls it. `arguments` has
// the method's name first.
struct Method {
  const char* name;
  const char* parameters[kMaxParameters];
  uint32_t (*call)(const Method& method, ComPlace& place, const Napi::CallbackInfo& arguments);
};

template <auto kMethod, class... Parameters, size_t... i>
uint32_t CallWith(const Method& method, ComPlace& place, const Napi::CallbackInfo& arguments,
                  std::index_sequence<i...>) {
  std::tuple<Parameters...> parameters(Argument{arguments[i + 1], method.parameters[i]}...);
  const uint32_t result = place.Run([&parameters](IHTTPMailTransport* transport) {
    return static_cast<uint32_t>((transport->*kMethod)(std::get<i>(parameters).Get()...));
  });
  (std::get<i>(parameters).Done(), ...);
  return result;
}

template <auto kMethod, class... Parameters>
uint32_t Call(const Method& method, ComPlace& place, const Napi::CallbackInfo& arguments) {
  if constexpr (sizeof...(Parameters) == 0) {
    return place.Run(
        [](IHTTPMailTransport* transport) { return static_cast<uint32_t>((transport->*kMethod)()); });
  } else {
    return CallWith<kMethod, Parameters...>(method, place, arguments,
                                            std::index_sequence_for<Parameters...>());
  }
}

// As Call; the bytes must be there that CommandPUT is told of.
template <auto kMethod, class... Parameters>
uint32_t CallPut(const Method& method, ComPlace& place, const Napi::CallbackInfo& arguments) {
  if (!IsNothing(arguments[2]) &&
      ToUnsigned(arguments[3], "cbSize") > ToBytes(arguments[2], "lpvData").size) {
    ThrowBadArgument(arguments.Env(), "cbSize", "is more than lpvData has");
  }
  return Call<kMethod, Parameters...>(method, place, arguments);
}

using Dword = Number<DWORD>;
using Bool = Flag<BOOL>;
using Boolean = Flag<boolean>;
using T = IHTTPMailTransport;

// In the order of the slots, 3 to 35; parameters as the documentation names them.
constexpr Method kMethods[] = {
    {"GetServerInfo", {"pInetServer"}, Call<&T::GetServerInfo, OutServer>},
    {"GetIXPType", {}, Call<&T::GetIXPType>},
    {"IsState", {"isstate"}, Call<&T::IsState, Number<IXPISSTATE>>},
    {"InetServerFromAccount",
     {"pAccount", "pInetServer"},
     Call<&T::InetServerFromAccount, OpaquePointer<IImnAccount>, OutServer>},
    {"Connect",
     {"pInetServer", "fAuthenticate", "fCommandLogging"},
     Call<&T::Connect, Server, Boolean, Boolean>},
    {"HandsOffCallback", {}, Call<&T::HandsOffCallback>},
    {"Disconnect", {}, Call<&T::Disconnect>},
    {"DropConnection", {}, Call<&T::DropConnection>},
    {"GetStatus", {"pCurrentStatus"}, Call<&T::GetStatus, OutNumber<IXPSTATUS>>},
    {"InitNew",
     {"pszUserAgent", "pszLogFilePath", "pCallback"},
     Call<&T::InitNew, Text, FileName, Pointer<IHTTPMailCallback>>},
    {"CommandGET",
     {"pszPath", "rgszAcceptTypes", "fTranslate", "dwContext"},
     Call<&T::CommandGET, Text, TextList, Bool, Dword>},
    {"CommandPUT",
     {"pszPath", "lpvData", "cbSize", "dwContext"},
     CallPut<&T::CommandPUT, Text, Bytes, Number<ULONG>, Dword>},
    {"CommandPOST",
     {"pszPath", "pStream", "pszContentType", "dwContext"},
     Call<&T::CommandPOST, Text, Pointer<IStream>, Text, Dword>},
    {"CommandDELETE", {"pszPath", "dwContext"}, Call<&T::CommandDELETE, Text, Dword>},
    {"CommandBDELETE",
     {"pszSourceCollection", "pTargets", "dwContext"},
     Call<&T::CommandBDELETE, Text, Targets, Dword>},
    {"CommandPROPFIND",
     {"pszPath", "pRequest", "dwDepth", "dwContext"},
     Call<&T::CommandPROPFIND, Text, OpaquePointer<IPropFindRequest>, Dword, Dword>},
    {"CommandPROPPATCH",
     {"pszPath", "pRequest", "dwContext"},
     Call<&T::CommandPROPPATCH, Text, OpaquePointer<IPropPatchRequest>, Dword>},
    {"CommandMKCOL", {"pszPath", "dwContext"}, Call<&T::CommandMKCOL, Text, Dword>},
    {"CommandCOPY",
     {"pszPath", "pszDestination", "fAllowRename", "dwContext"},
     Call<&T::CommandCOPY, Text, Text, Bool, Dword>},
    {"CommandBCOPY",
     {"pszSourceCollection", "pTargets", "pszDestCollection", "pDestinations", "fAllowRename", "dwContext"},
     Call<&T::CommandBCOPY, Text, Targets, Text, Targets, Bool, Dword>},
    {"CommandMOVE",
     {"pszPath", "pszDestination", "fAllowRename", "dwContext"},
     Call<&T::CommandMOVE, Text, Text, Bool, Dword>},
    {"CommandBMOVE",
     {"pszSourceCollection", "pTargets", "pszDestCollection", "pDestinations", "fAllowRename", "dwContext"},
     Call<&T::CommandBMOVE, Text, Targets, Text, Targets, Bool, Dword>},
    {"GetProperty", {"proptype", "ppszProp"}, Call<&T::GetProperty, Number<HTTPMAILPROPTYPE>, OutText>},
    {"MemberInfo",
     {"pszPath", "flags", "dwDepth", "fIncludeRoot", "dwContext"},
     Call<&T::MemberInfo, Text, Number<MEMBERINFOFLAGS>, Dword, Bool, Dword>},
    {"FindFolders", {"pszPath", "dwContext"}, Call<&T::FindFolders, Text, Dword>},
    {"MarkRead",
     {"pszPath", "pTargets", "fMarkRead", "dwContext"},
     Call<&T::MarkRead, Text, Targets, Bool, Dword>},
    {"SendMessage",
     {"pszPath", "pszFrom", "pTargets", "fSaveInSent", "pMessageStream", "dwContext"},
     Call<&T::SendMessage, Text, Text, Targets, Bool, Pointer<IStream>, Dword>},
    {"ListContacts", {"pszPath", "dwContext"}, Call<&T::ListContacts, Text, Dword>},
    {"ListContactInfos", {"pszCollectionPath", "dwContext"}, Call<&T::ListContactInfos, Text, Dword>},
    {"ContactInfo", {"pszPath", "dwContext"}, Call<&T::ContactInfo, Text, Dword>},
    {"PostContact", {"pszPath", "pciInfo", "dwContext"}, Call<&T::PostContact, Text, Contact, Dword>},
    {"PatchContact", {"pszPath", "pciInfo", "dwContext"}, Call<&T::PatchContact, Text, Contact, Dword>},
    {"GetPropertyDw",
     {"proptype", "lpdwProp"},
     Call<&T::GetPropertyDw, Number<HTTPMAILPROPTYPE>, OutNumber<DWORD>>},
};

}  // namespace

Napi::Function ComWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeCom",
      {InstanceMethod<&ComWrap::Call>("call"), InstanceMethod<&ComWrap::Release>("release")});
}

Napi::Object ComWrap::Wrap(Napi::Env env, std::unique_ptr<ComPlace> place) {
  const Napi::Object object = AddonData::Of(env).com_class.New({});
  Unwrap(object)->place_ = std::move(place);
  return object;
}

Napi::Value ComWrap::OfPointer(const Napi::CallbackInfo& info) {
  auto transport = ToInterface<IHTTPMailTransport>(info[0], "pointer");
  return Wrap(info.Env(), std::make_unique<ComPlaceHere>(std::move(transport)));
}

Napi::Value ComWrap::Call(const Napi::CallbackInfo& info) {
  const std::string name = ToText(info[0], "method");
  for (const Method& method : kMethods) {
    if (name != method.name) continue;
    const std::shared_ptr<ComPlace> place = place_;
    if (!place) ThrowBadArgument(info.Env(), "this", "has been released");
    return Napi::Number::New(info.Env(), method.call(method, *place, info));
  }
  ThrowBadArgument(info.Env(), "method", "is none of IHTTPMailTransport");
}

}  // namespace imnxport::binding
