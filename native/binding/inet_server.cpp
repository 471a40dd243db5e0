// The members of INETSERVER, listed once.
#include "binding/inet_server.h"

#include <cstring>
#include <string>

#include "binding/arguments.h"
#include "binding/js_error.h"
#include "com/system.h"
#include "http/secret.h"

namespace imnxport::binding {
namespace {

using Text = CHAR[256];

struct TextMember {
  const char* name;
  Text INETSERVER::*member;
};

constexpr TextMember kTexts[] = {
    {"account", &INETSERVER::szAccount},       {"userName", &INETSERVER::szUserName},
    {"password", &INETSERVER::szPassword},     {"serverName", &INETSERVER::szServerName},
    {"connectoid", &INETSERVER::szConnectoid},
};

struct NumberMember {
  const char* name;
  DWORD INETSERVER::*member;
};

constexpr NumberMember kNumbers[] = {
    {"port", &INETSERVER::dwPort},
    {"timeout", &INETSERVER::dwTimeout},
    {"flags", &INETSERVER::dwFlags},
};

struct FlagMember {
  const char* name;
  BOOL INETSERVER::*member;
};

constexpr FlagMember kFlags[] = {{"ssl", &INETSERVER::fSSL}, {"trySicily", &INETSERVER::fTrySicily}};

// A string that is wiped with its scope.
struct Wiped {
  std::string text;
  ~Wiped() { Wipe(text); }
};

void ReadText(const Napi::Value& value, const std::string& name, Text& member) {
  const SecretText given(value, name.c_str());
  Wiped utf8{given.Get() ? given.Get() : ""};
  Wiped ansi;
  if (!AnsiFromUtf8(utf8.text, &ansi.text)) {
    ThrowBadArgument(value.Env(), name, "has characters outside of the system's code page");
  }
  if (ansi.text.size() > sizeof member) ThrowBadArgument(value.Env(), name, "is longer than 256 bytes");
  std::memset(member, 0, sizeof member);
  std::memcpy(member, ansi.text.data(), ansi.text.size());
}

}  // namespace

SecretServer::~SecretServer() { Wipe(&server_, sizeof server_); }

void ReadServer(const Napi::Object& from, const char* name, INETSERVER* server) {
  const auto called = [name](const char* member) { return std::string(name) + "." + member; };
  for (const auto& [member, field] : kTexts) {
    const Napi::Value value = from.Get(member);
    if (!value.IsUndefined()) ReadText(value, called(member), server->*field);
  }
  for (const auto& [member, field] : kNumbers) {
    const Napi::Value value = from.Get(member);
    if (!value.IsUndefined()) server->*field = ToUnsigned(value, called(member).c_str());
  }
  for (const auto& [member, field] : kFlags) {
    const Napi::Value value = from.Get(member);
    if (!value.IsUndefined()) server->*field = ToFlag(value, called(member).c_str());
  }
  const Napi::Value type = from.Get("rasConnType");
  if (!type.IsUndefined()) {
    server->rasconntype = static_cast<RASCONNTYPE>(ToUnsigned(type, called("rasConnType").c_str()));
  }
}

bool CopyToMember(const char* utf8, CHAR (&member)[256]) {
  Wiped given{utf8};
  Wiped ansi;
  if (!AnsiFromUtf8(given.text, &ansi.text) || ansi.text.size() >= sizeof member) return false;
  std::memset(member, 0, sizeof member);
  std::memcpy(member, ansi.text.data(), ansi.text.size());
  return true;
}

Napi::Object ToJs(Napi::Env env, const INETSERVER& server) {
  auto object = Napi::Object::New(env);
  for (const auto& [member, field] : kTexts) {
    const Text& text = server.*field;
    const Wiped terminated{std::string(text, strnlen(text, sizeof text))};
    const Wiped utf8{Utf8FromAnsi(terminated.text.c_str())};
    object.Set(member, Napi::String::New(env, utf8.text));
  }
  for (const auto& [member, field] : kNumbers) object.Set(member, server.*field);
  for (const auto& [member, field] : kFlags) {
    object.Set(member, Napi::Boolean::New(env, server.*field != FALSE));
  }
  object.Set("rasConnType", static_cast<uint32_t>(server.rasconntype));
  return object;
}

}  // namespace imnxport::binding
