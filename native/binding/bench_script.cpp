// Scripts out of, and calls into JavaScript.
#include "binding/bench_script.h"

#include "binding/arguments.h"
#include "binding/js_error.h"
#include "binding/js_text.h"

namespace imnxport::binding {
namespace {

// Reads a list, null where an element is null.
template <class Item, class Read>
std::vector<std::optional<Item>> ToList(const Napi::Value& value, const char* name, Read read) {
  std::vector<std::optional<Item>> list;
  if (value.IsUndefined()) return list;
  if (!value.IsArray()) ThrowBadArgument(value.Env(), name, "must be an array");
  const auto array = value.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Value item = array[i];
    list.push_back(item.IsNull() ? std::nullopt : std::optional<Item>(read(item)));
  }
  return list;
}

InsideFinal ToInsideFinal(const Napi::Value& value) {
  const std::optional<std::string> name = ToOptionalText(value, "insideFinal");
  if (!name) return InsideFinal::kNothing;
  if (*name == "HandsOffCallback") return InsideFinal::kHandsOffCallback;
  if (*name == "DropConnection") return InsideFinal::kDropConnection;
  if (*name == "Release") return InsideFinal::kRelease;
  ThrowBadArgument(value.Env(), "insideFinal", "is no method for that");
}

bool ToFlagOr(const Napi::Value& value, const char* name, bool otherwise) {
  return value.IsUndefined() ? otherwise : ToFlag(value, name);
}

struct FieldToJs {
  Napi::Env env;
  Napi::Value operator()(std::nullptr_t) const { return env.Null(); }
  Napi::Value operator()(bool flag) const { return Napi::Boolean::New(env, flag); }
  Napi::Value operator()(double number) const { return Napi::Number::New(env, number); }
  Napi::Value operator()(const std::string& text) const { return ToJs(env, text); }
};

}  // namespace

CallbackScript ToCallbackScript(const Napi::Value& value) {
  const Napi::Object object = ToObject(value, "script");
  CallbackScript script;
  script.timeouts = ToList<DWORD>(object.Get("onTimeout"), "onTimeout", [](const Napi::Value& item) {
    return static_cast<DWORD>(ToUnsigned(item, "onTimeout"));
  });
  script.logons =
      ToList<LogonAnswer>(object.Get("onLogonPrompt"), "onLogonPrompt", [](const Napi::Value& item) {
        const Napi::Object entered = ToObject(item, "onLogonPrompt");
        return LogonAnswer{ToText(entered.Get("user"), "user"), ToText(entered.Get("password"), "password")};
      });
  const Napi::Value answer = object.Get("answer");
  if (!answer.IsUndefined()) script.answer = ToHResult(answer, "answer");
  script.inside_final = ToInsideFinal(object.Get("insideFinal"));
  return script;
}

StreamScript ToStreamScript(const Napi::Value& value) {
  const Napi::Object object = ToObject(value, "script");
  StreamScript script;
  script.pattern = CopyBytes(object.Get("bytes"), "bytes");
  script.size = ToOptionalCount(object.Get("size"), "size").value_or(script.pattern.size());
  if (script.pattern.empty() && script.size > 0) ThrowBadArgument(value.Env(), "bytes", "is empty");
  script.seeks = ToFlagOr(object.Get("seeks"), "seeks", true);
  script.stat = ToOptionalCount(object.Get("stat"), "stat");
  script.fail_at = ToOptionalCount(object.Get("failAt"), "failAt");
  const Napi::Value fail = object.Get("fail");
  if (!fail.IsUndefined()) script.fail = ToHResult(fail, "fail");
  script.ends_with_false = ToFlagOr(object.Get("endsWithFalse"), "endsWithFalse", false);
  script.too_much = ToFlagOr(object.Get("tooMuch"), "tooMuch", false);
  script.agile = ToFlagOr(object.Get("agile"), "agile", false);
  return script;
}

Napi::Object ToJs(Napi::Env env, const CallbackCall& call) {
  Napi::Object fields = Napi::Object::New(env);
  for (const auto& [name, field] : call.fields) fields.Set(name, std::visit(FieldToJs{env}, field));
  Napi::Object object = Napi::Object::New(env);
  object.Set("method", call.method);
  object.Set("thread", Napi::Number::New(env, call.thread));
  object.Set("fields", fields);
  object.Set("answer", ToJs(env, call.answer));
  return object;
}

}  // namespace imnxport::binding
