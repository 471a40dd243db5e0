// The tables of members, and what walks through them.
#include "binding/records.h"

#include <cstring>

#include "binding/arguments.h"

namespace imnxport::binding {
namespace {

// clang-format off
#define TEXT_MEMBER(type, name, member) {name, Member::kText, offsetof(type, member)}
#define NUMBER_MEMBER(type, name, member) {name, Member::kNumber, offsetof(type, member)}
#define FLAG_MEMBER(type, name, member) {name, Member::kFlag, offsetof(type, member)}
// clang-format on

constexpr Member kIxpResult[] = {
    NUMBER_MEMBER(IXPRESULT, "hresult", hrResult),
    TEXT_MEMBER(IXPRESULT, "response", pszResponse),
    NUMBER_MEMBER(IXPRESULT, "serverError", uiServerError),
    NUMBER_MEMBER(IXPRESULT, "serverHresult", hrServerError),
    NUMBER_MEMBER(IXPRESULT, "socketError", dwSocketError),
    TEXT_MEMBER(IXPRESULT, "problem", pszProblem),
};

constexpr Member kGetProp[] = {
    NUMBER_MEMBER(HTTPMAILGETPROP, "type", type),
    TEXT_MEMBER(HTTPMAILGETPROP, "text", pszProp),
    NUMBER_MEMBER(HTTPMAILGETPROP, "number", dwProp),
};

constexpr Member kGet[] = {
    FLAG_MEMBER(HTTPMAILGET, "totalKnown", fTotalKnown),
    NUMBER_MEMBER(HTTPMAILGET, "increment", cbIncrement),
    NUMBER_MEMBER(HTTPMAILGET, "current", cbCurrent),
    NUMBER_MEMBER(HTTPMAILGET, "total", cbTotal),
    TEXT_MEMBER(HTTPMAILGET, "contentType", pszContentType),
};

constexpr Member kPost[] = {
    TEXT_MEMBER(HTTPMAILPOST, "location", pszLocation),    FLAG_MEMBER(HTTPMAILPOST, "resend", fResend),
    NUMBER_MEMBER(HTTPMAILPOST, "increment", cbIncrement), NUMBER_MEMBER(HTTPMAILPOST, "current", cbCurrent),
    NUMBER_MEMBER(HTTPMAILPOST, "total", cbTotal),
};

constexpr Member kLocation[] = {TEXT_MEMBER(HTTPMAILLOCATION, "location", pszLocation)};

constexpr Member kCopyMove[] = {
    TEXT_MEMBER(HTTPMAILBCOPYMOVE, "href", pszHref),
    TEXT_MEMBER(HTTPMAILBCOPYMOVE, "location", pszLocation),
    NUMBER_MEMBER(HTTPMAILBCOPYMOVE, "hresult", hrResult),
};

constexpr Member kMemberInfo[] = {
    TEXT_MEMBER(HTTPMEMBERINFO, "href", pszHref),
    FLAG_MEMBER(HTTPMEMBERINFO, "isFolder", fIsFolder),
    TEXT_MEMBER(HTTPMEMBERINFO, "displayName", pszDisplayName),
    FLAG_MEMBER(HTTPMEMBERINFO, "hasSubs", fHasSubs),
    FLAG_MEMBER(HTTPMEMBERINFO, "noSubs", fNoSubs),
    NUMBER_MEMBER(HTTPMEMBERINFO, "unreadCount", dwUnreadCount),
    NUMBER_MEMBER(HTTPMEMBERINFO, "visibleCount", dwVisibleCount),
    NUMBER_MEMBER(HTTPMEMBERINFO, "special", tySpecial),
    FLAG_MEMBER(HTTPMEMBERINFO, "read", fRead),
    FLAG_MEMBER(HTTPMEMBERINFO, "hasAttachment", fHasAttachment),
    TEXT_MEMBER(HTTPMEMBERINFO, "to", pszTo),
    TEXT_MEMBER(HTTPMEMBERINFO, "from", pszFrom),
    TEXT_MEMBER(HTTPMEMBERINFO, "subject", pszSubject),
    TEXT_MEMBER(HTTPMEMBERINFO, "date", pszDate),
    NUMBER_MEMBER(HTTPMEMBERINFO, "contentLength", dwContentLength),
};

constexpr Member kMemberError[] = {
    TEXT_MEMBER(HTTPMEMBERERROR, "href", pszHref),
    NUMBER_MEMBER(HTTPMEMBERERROR, "hresult", hrResult),
};

constexpr Member kContactId[] = {
    TEXT_MEMBER(HTTPCONTACTID, "href", pszHref),
    TEXT_MEMBER(HTTPCONTACTID, "id", pszId),
    NUMBER_MEMBER(HTTPCONTACTID, "type", tyContact),
    TEXT_MEMBER(HTTPCONTACTID, "modified", pszModified),
};

constexpr Member kContactInfo[] = {
    TEXT_MEMBER(HTTPCONTACTINFO, "href", pszHref),
    TEXT_MEMBER(HTTPCONTACTINFO, "id", pszId),
    NUMBER_MEMBER(HTTPCONTACTINFO, "type", tyContact),
    TEXT_MEMBER(HTTPCONTACTINFO, "modified", pszModified),
    TEXT_MEMBER(HTTPCONTACTINFO, "displayName", pszDisplayName),
    TEXT_MEMBER(HTTPCONTACTINFO, "givenName", pszGivenName),
    TEXT_MEMBER(HTTPCONTACTINFO, "surname", pszSurname),
    TEXT_MEMBER(HTTPCONTACTINFO, "nickname", pszNickname),
    TEXT_MEMBER(HTTPCONTACTINFO, "email", pszEmail),
    TEXT_MEMBER(HTTPCONTACTINFO, "homeStreet", pszHomeStreet),
    TEXT_MEMBER(HTTPCONTACTINFO, "homeCity", pszHomeCity),
    TEXT_MEMBER(HTTPCONTACTINFO, "homeState", pszHomeState),
    TEXT_MEMBER(HTTPCONTACTINFO, "homePostalCode", pszHomePostalCode),
    TEXT_MEMBER(HTTPCONTACTINFO, "homeCountry", pszHomeCountry),
    TEXT_MEMBER(HTTPCONTACTINFO, "company", pszCompany),
    TEXT_MEMBER(HTTPCONTACTINFO, "workStreet", pszWorkStreet),
    TEXT_MEMBER(HTTPCONTACTINFO, "workCity", pszWorkCity),
    TEXT_MEMBER(HTTPCONTACTINFO, "workState", pszWorkState),
    TEXT_MEMBER(HTTPCONTACTINFO, "workPostalCode", pszWorkPostalCode),
    TEXT_MEMBER(HTTPCONTACTINFO, "workCountry", pszWorkCountry),
    TEXT_MEMBER(HTTPCONTACTINFO, "homePhone", pszHomePhone),
    TEXT_MEMBER(HTTPCONTACTINFO, "homeFax", pszHomeFax),
    TEXT_MEMBER(HTTPCONTACTINFO, "workPhone", pszWorkPhone),
    TEXT_MEMBER(HTTPCONTACTINFO, "workFax", pszWorkFax),
    TEXT_MEMBER(HTTPCONTACTINFO, "mobilePhone", pszMobilePhone),
    TEXT_MEMBER(HTTPCONTACTINFO, "otherPhone", pszOtherPhone),
    TEXT_MEMBER(HTTPCONTACTINFO, "birthday", pszBday),
    TEXT_MEMBER(HTTPCONTACTINFO, "pager", pszPager),
};

#undef TEXT_MEMBER
#undef NUMBER_MEMBER
#undef FLAG_MEMBER

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
