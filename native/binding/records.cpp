// The tables of members, and what walks through them.
#include "binding/records.h"

#include <cstring>

#include "binding/arguments.h"

namespace imnxport::binding {
namespace {

// clang-format off
#define TEXT(type, name, member) {name, Member::kText, offsetof(type, member)}
#define NUMBER(type, name, member) {name, Member::kNumber, offsetof(type, member)}
#define FLAG(type, name, member) {name, Member::kFlag, offsetof(type, member)}
// clang-format on

constexpr Member kIxpResult[] = {
    NUMBER(IXPRESULT, "hresult", hrResult),          TEXT(IXPRESULT, "response", pszResponse),
    NUMBER(IXPRESULT, "serverError", uiServerError), NUMBER(IXPRESULT, "serverHresult", hrServerError),
    NUMBER(IXPRESULT, "socketError", dwSocketError), TEXT(IXPRESULT, "problem", pszProblem),
};

constexpr Member kGetProp[] = {
    NUMBER(HTTPMAILGETPROP, "type", type),
    TEXT(HTTPMAILGETPROP, "text", pszProp),
    NUMBER(HTTPMAILGETPROP, "number", dwProp),
};

constexpr Member kGet[] = {
    FLAG(HTTPMAILGET, "totalKnown", fTotalKnown),     NUMBER(HTTPMAILGET, "increment", cbIncrement),
    NUMBER(HTTPMAILGET, "current", cbCurrent),        NUMBER(HTTPMAILGET, "total", cbTotal),
    TEXT(HTTPMAILGET, "contentType", pszContentType),
};

constexpr Member kPost[] = {
    TEXT(HTTPMAILPOST, "location", pszLocation),    FLAG(HTTPMAILPOST, "resend", fResend),
    NUMBER(HTTPMAILPOST, "increment", cbIncrement), NUMBER(HTTPMAILPOST, "current", cbCurrent),
    NUMBER(HTTPMAILPOST, "total", cbTotal),
};

constexpr Member kLocation[] = {TEXT(HTTPMAILLOCATION, "location", pszLocation)};

constexpr Member kCopyMove[] = {
    TEXT(HTTPMAILBCOPYMOVE, "href", pszHref),
    TEXT(HTTPMAILBCOPYMOVE, "location", pszLocation),
    NUMBER(HTTPMAILBCOPYMOVE, "hresult", hrResult),
};

constexpr Member kMemberInfo[] = {
    TEXT(HTTPMEMBERINFO, "href", pszHref),
    FLAG(HTTPMEMBERINFO, "isFolder", fIsFolder),
    TEXT(HTTPMEMBERINFO, "displayName", pszDisplayName),
    FLAG(HTTPMEMBERINFO, "hasSubs", fHasSubs),
    FLAG(HTTPMEMBERINFO, "noSubs", fNoSubs),
    NUMBER(HTTPMEMBERINFO, "unreadCount", dwUnreadCount),
    NUMBER(HTTPMEMBERINFO, "visibleCount", dwVisibleCount),
    NUMBER(HTTPMEMBERINFO, "special", tySpecial),
    FLAG(HTTPMEMBERINFO, "read", fRead),
    FLAG(HTTPMEMBERINFO, "hasAttachment", fHasAttachment),
    TEXT(HTTPMEMBERINFO, "to", pszTo),
    TEXT(HTTPMEMBERINFO, "from", pszFrom),
    TEXT(HTTPMEMBERINFO, "subject", pszSubject),
    TEXT(HTTPMEMBERINFO, "date", pszDate),
    NUMBER(HTTPMEMBERINFO, "contentLength", dwContentLength),
};

constexpr Member kMemberError[] = {
    TEXT(HTTPMEMBERERROR, "href", pszHref),
    NUMBER(HTTPMEMBERERROR, "hresult", hrResult),
};

constexpr Member kContactId[] = {
    TEXT(HTTPCONTACTID, "href", pszHref),
    TEXT(HTTPCONTACTID, "id", pszId),
    NUMBER(HTTPCONTACTID, "type", tyContact),
    TEXT(HTTPCONTACTID, "modified", pszModified),
};

constexpr Member kContactInfo[] = {
    TEXT(HTTPCONTACTINFO, "href", pszHref),
    TEXT(HTTPCONTACTINFO, "id", pszId),
    NUMBER(HTTPCONTACTINFO, "type", tyContact),
    TEXT(HTTPCONTACTINFO, "modified", pszModified),
    TEXT(HTTPCONTACTINFO, "displayName", pszDisplayName),
    TEXT(HTTPCONTACTINFO, "givenName", pszGivenName),
    TEXT(HTTPCONTACTINFO, "surname", pszSurname),
    TEXT(HTTPCONTACTINFO, "nickname", pszNickname),
    TEXT(HTTPCONTACTINFO, "email", pszEmail),
    TEXT(HTTPCONTACTINFO, "homeStreet", pszHomeStreet),
    TEXT(HTTPCONTACTINFO, "homeCity", pszHomeCity),
    TEXT(HTTPCONTACTINFO, "homeState", pszHomeState),
    TEXT(HTTPCONTACTINFO, "homePostalCode", pszHomePostalCode),
    TEXT(HTTPCONTACTINFO, "homeCountry", pszHomeCountry),
    TEXT(HTTPCONTACTINFO, "company", pszCompany),
    TEXT(HTTPCONTACTINFO, "workStreet", pszWorkStreet),
    TEXT(HTTPCONTACTINFO, "workCity", pszWorkCity),
    TEXT(HTTPCONTACTINFO, "workState", pszWorkState),
    TEXT(HTTPCONTACTINFO, "workPostalCode", pszWorkPostalCode),
    TEXT(HTTPCONTACTINFO, "workCountry", pszWorkCountry),
    TEXT(HTTPCONTACTINFO, "homePhone", pszHomePhone),
    TEXT(HTTPCONTACTINFO, "homeFax", pszHomeFax),
    TEXT(HTTPCONTACTINFO, "workPhone", pszWorkPhone),
    TEXT(HTTPCONTACTINFO, "workFax", pszWorkFax),
    TEXT(HTTPCONTACTINFO, "mobilePhone", pszMobilePhone),
    TEXT(HTTPCONTACTINFO, "otherPhone", pszOtherPhone),
    TEXT(HTTPCONTACTINFO, "birthday", pszBday),
    TEXT(HTTPCONTACTINFO, "pager", pszPager),
};

#undef TEXT
#undef NUMBER
#undef FLAG

template <class Type, size_t count>
constexpr Structure Of(const Member (&members)[count]) {
  return {members, count, sizeof(Type)};
}

constexpr Structure kGetPropStructure = Of<HTTPMAILGETPROP>(kGetProp);
constexpr Structure kGetStructure = Of<HTTPMAILGET>(kGet);
constexpr Structure kPostStructure = Of<HTTPMAILPOST>(kPost);
constexpr Structure kLocationStructure = Of<HTTPMAILLOCATION>(kLocation);
constexpr Structure kCopyMoveStructure = Of<HTTPMAILBCOPYMOVE>(kCopyMove);
constexpr Structure kMemberInfoStructure = Of<HTTPMEMBERINFO>(kMemberInfo);
constexpr Structure kMemberErrorStructure = Of<HTTPMEMBERERROR>(kMemberError);
constexpr Structure kContactIdStructure = Of<HTTPCONTACTID>(kContactId);

// What the union holds for a command. Every list is a count and the address of its first structure.
struct Answer {
  HTTPMAILCOMMAND command;
  const Structure* structure;
  bool is_list;
};

constexpr Answer kAnswers[] = {
    {HTTPMAIL_GETPROP, &kGetPropStructure, false},
    {HTTPMAIL_GET, &kGetStructure, false},
    {HTTPMAIL_PUT, &kPostStructure, false},
    {HTTPMAIL_POST, &kPostStructure, false},
    {HTTPMAIL_BDELETE, &kMemberErrorStructure, true},
    {HTTPMAIL_MKCOL, &kLocationStructure, false},
    {HTTPMAIL_COPY, &kLocationStructure, false},
    {HTTPMAIL_BCOPY, &kCopyMoveStructure, true},
    {HTTPMAIL_MOVE, &kLocationStructure, false},
    {HTTPMAIL_BMOVE, &kCopyMoveStructure, true},
    {HTTPMAIL_MEMBERINFO, &kMemberInfoStructure, true},
    {HTTPMAIL_FINDFOLDERS, &kMemberInfoStructure, true},
    {HTTPMAIL_MARKREAD, &kMemberErrorStructure, true},
    {HTTPMAIL_SENDMESSAGE, &kPostStructure, false},
    {HTTPMAIL_LISTCONTACTS, &kContactIdStructure, true},
    {HTTPMAIL_CONTACTINFO, &kContactInfoStructure, true},
    {HTTPMAIL_POSTCONTACT, &kContactIdStructure, false},
    {HTTPMAIL_PATCHCONTACT, &kContactIdStructure, false},
};

template <class Type>
Type ReadAt(const void* structure, size_t offset) {
  Type value;
  std::memcpy(&value, static_cast<const char*>(structure) + offset, sizeof value);
  return value;
}

}  // namespace

const Structure kIxpResultStructure = Of<IXPRESULT>(kIxpResult);
const Structure kContactInfoStructure = Of<HTTPCONTACTINFO>(kContactInfo);

Record::Record(const Structure& structure, const void* from) : structure_(&structure) {
  values_.reserve(structure.count);
  for (size_t i = 0; i < structure.count; ++i) {
    const auto& [name, kind, offset] = structure.members[i];
    if (kind == Member::kText)
      values_.push_back({0, CopyText(ReadAt<LPCSTR>(from, offset))});
    else
      values_.push_back({ReadAt<uint32_t>(from, offset), std::nullopt});
  }
}

Napi::Object Record::ToJs(Napi::Env env) const {
  auto object = Napi::Object::New(env);
  for (size_t i = 0; i < structure_->count; ++i) {
    const auto& [name, kind, offset] = structure_->members[i];
    const auto& [number, text] = values_[i];
    if (kind == Member::kText)
      object.Set(name, binding::ToJs(env, text));
    else if (kind == Member::kNumber)
      object.Set(name, number);
    else
      object.Set(name, number != FALSE);
  }
  return object;
}

AnswerRecord::AnswerRecord(const HTTPMAILRESPONSE& response) {
  for (const auto& [command, structure, is_list] : kAnswers) {
    if (command != response.command) continue;
    is_post_ = structure == &kPostStructure;
    is_list_ = is_list;
    if (!is_list) {
      records_.emplace_back(*structure, &response.rPostInfo);
    } else if (const auto* first = reinterpret_cast<const char*>(response.rMemberInfoList.prgMemberInfo)) {
      const ULONG count = response.rMemberInfoList.cMemberInfo;
      for (ULONG i = 0; i < count; ++i) records_.emplace_back(*structure, first + i * structure->size);
    }
  }
  if (response.command != HTTPMAIL_GET) return;
  has_body_ = true;
  const auto* bytes = static_cast<const uint8_t*>(response.rGetInfo.pvBody);
  if (bytes) body_.assign(bytes, bytes + response.rGetInfo.cbIncrement);
}

Napi::Value AnswerRecord::ToJs(Napi::Env env) const {
  if (is_list_) {
    auto list = Napi::Array::New(env, records_.size());
    for (size_t i = 0; i < records_.size(); ++i) list.Set(static_cast<uint32_t>(i), records_[i].ToJs(env));
    return list;
  }
  if (records_.empty()) return env.Null();
  const Napi::Object object = records_[0].ToJs(env);
  if (has_body_) {
    auto body = Napi::Uint8Array::New(env, body_.size());
    if (!body_.empty()) std::memcpy(body.Data(), body_.data(), body_.size());
    object.Set("body", body);
  }
  return object;
}

void ReadStructure(const Structure& structure, const Napi::Object& from, const char* name,
                   std::vector<std::string>* texts, void* to) {
  std::memset(to, 0, structure.size);
  texts->reserve(structure.count);  // strings that move would take their characters along
  for (size_t i = 0; i < structure.count; ++i) {
    const auto& [member, kind, offset] = structure.members[i];
    const Napi::Value value = from.Get(member);
    if (value.IsUndefined() || value.IsNull()) continue;
    const std::string called = std::string(name) + "." + member;
    char* const field = static_cast<char*>(to) + offset;
    if (kind == Member::kText) {
      const char* const text = texts->emplace_back(ToText(value, called.c_str())).c_str();
      std::memcpy(field, &text, sizeof text);
    } else {
      const uint32_t number = kind == Member::kFlag ? static_cast<uint32_t>(ToFlag(value, called.c_str()))
                                                    : ToUnsigned(value, called.c_str());
      std::memcpy(field, &number, sizeof number);
    }
  }
}

}  // namespace imnxport::binding
