// The structures of Imnxport whose members are text and numbers, member by member, for JavaScript.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "abi/imnxport.h"
#include "binding/js_text.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// A member as JavaScript has it.
struct Member {
  enum Kind { kText, kNumber, kFlag };
  const char* name;
  Kind kind;
  size_t offset;
};

// What a structure consists of.
struct Structure {
  const Member* members;
  size_t count;
  size_t size;
};

extern const Structure kIxpResultStructure;
extern const Structure kContactInfoStructure;

// A copy of a structure and of its text. Made on any thread; may throw std::bad_alloc.
class Record {
 public:
  // `from` is the address of such a structure.
  Record(const Structure& structure, const void* from);

  // JS thread; throws Napi::Error.
  Napi::Object ToJs(Napi::Env env) const;

 private:
  struct Value {
    uint32_t number;
    OptionalText text;
  };

  const Structure* structure_;
  std::vector<Value> values_;
};

// What the union of an HTTPMAILRESPONSE holds, by the command that is answered.
class AnswerRecord {
 public:
  // Any thread; may throw std::bad_alloc.
  explicit AnswerRecord(const HTTPMAILRESPONSE& response);

  // The answer to CommandPOST, CommandPUT or SendMessage: HTTPMAILPOST.
  bool IsPost() const noexcept { return is_post_; }

  // An object, an array of them for a list, or null when there is nothing to tell. JS thread; throws
  // Napi::Error.
  Napi::Value ToJs(Napi::Env env) const;

 private:
  bool is_post_ = false;
  bool is_list_ = false;
  bool has_body_ = false;
  std::vector<Record> records_;
  std::vector<uint8_t> body_;
};

// Writes the members that `from` has into a structure of zeros. The text is kept in `texts`, which the
// structure points into. Throws NativeFailure that names the member. JS thread.
void ReadStructure(const Structure& structure, const Napi::Object& from, const char* name,
                   std::vector<std::string>* texts, void* to);

}  // namespace imnxport::binding
