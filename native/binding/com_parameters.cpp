// Making parameters, and what becomes of them after the call.
#include "binding/com_parameters.h"

#include "binding/js_error.h"
#include "binding/js_text.h"
#include "binding/records.h"

namespace imnxport::binding {

Bytes::Bytes(const Argument& from) {
  if (!IsNothing(from.value)) data_ = const_cast<uint8_t*>(ToBytes(from.value, from.name).data);
}

TextList::TextList(const Argument& from) : is_null_(IsNothing(from.value)) {
  if (is_null_) return;
  if (!from.value.IsArray())
    ThrowBadArgument(from.value.Env(), from.name, "must be an array of strings or null");
  const auto list = from.value.As<Napi::Array>();
  const uint32_t count = list.Length();
  for (uint32_t i = 0; i < count; ++i) texts_.push_back(ToText(list.Get(i), from.name));
  // Only now: a growing vector moves its strings.
  for (const std::string& text : texts_) pointers_.push_back(text.c_str());
  pointers_.push_back(nullptr);
}

Contact::Contact(const Argument& from) : is_null_(IsNothing(from.value)) {
  if (is_null_) return;
  ReadStructure(kContactInfoStructure, ToObject(from.value, from.name), from.name, &texts_, &info_);
}

Server::Server(const Argument& from) : is_null_(IsNothing(from.value)) {
  if (!is_null_) ReadServer(ToObject(from.value, from.name), from.name, server_.Get());
}

Holder::Holder(const Argument& from) {
  if (!IsNothing(from.value)) object_ = ToObject(from.value, from.name);
}

Napi::Value Holder::Read() const { return object_.Get("value"); }

void Holder::Write(const Napi::Value& value) { object_.Set("value", value); }

OutServer::OutServer(const Argument& from) : Holder(from) {
  if (IsNull() || Read().IsUndefined()) return;
  ReadServer(ToObject(Read(), from.name), from.name, server_.Get());
}

void OutServer::Done() {
  if (!IsNull()) Write(ToJs(Read().Env(), *server_));
}

OutText::OutText(const Argument& from) : Holder(from) {
  if (IsNull() || IsNothing(Read())) return;
  given_ = ToText(Read(), from.name);
  text_ = given_.data();
}

void OutText::Done() {
  if (!IsNull()) Write(ToJs(Read().Env(), CopyText(text_)));
}

}  // namespace imnxport::binding
