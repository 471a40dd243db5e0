// What a host's callback answers, and what it says of each call.
#include "bench/host_callback.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "com/system.h"

namespace imnxport {
namespace {

using Fields = std::vector<std::pair<const char*, CallField>>;

CallField Text(LPCSTR text) { return text ? CallField(std::string(text)) : CallField(nullptr); }
CallField Number(double number) { return number; }
// Unsigned, as HRESULTs are written.
CallField Result(HRESULT hr) { return static_cast<double>(static_cast<uint32_t>(hr)); }
CallField Bool(BOOL flag) { return flag != FALSE; }
CallField Pointer(const void* pointer) {
  return pointer ? CallField(std::to_string(reinterpret_cast<uintptr_t>(pointer))) : CallField(nullptr);
}

void AddResult(const IXPRESULT& result, Fields* fields) {
  fields->emplace_back("hrResult", Result(result.hrResult));
  fields->emplace_back("pszResponse", Text(result.pszResponse));
  fields->emplace_back("uiServerError", Number(result.uiServerError));
  fields->emplace_back("hrServerError", Result(result.hrServerError));
  fields->emplace_back("dwSocketError", Number(result.dwSocketError));
  fields->emplace_back("pszProblem", Text(result.pszProblem));
}

void AddPost(const HTTPMAILPOST& post, Fields* fields) {
  fields->emplace_back("pszLocation", Text(post.pszLocation));
  fields->emplace_back("fResend", Bool(post.fResend));
  fields->emplace_back("cbIncrement", Number(post.cbIncrement));
  fields->emplace_back("cbCurrent", Number(post.cbCurrent));
  fields->emplace_back("cbTotal", Number(post.cbTotal));
}

template <size_t size>
CallField Member(const char (&member)[size]) {
  const void* const end = std::memchr(member, 0, size);
  return std::string(member, end ? static_cast<const char*>(end) - member : size);
}

template <size_t size>
void Enter(const std::string& text, char (&member)[size]) {
  const size_t length = std::min(text.size(), size - 1);
  std::memcpy(member, text.data(), length);
  member[length] = 0;
}

// Runs `work`, which tells of a call; nothing is thrown into the transport.
template <class Work>
HRESULT Guarded(HRESULT answer, Work work) noexcept {
  try {
    work();
    return answer;
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

}  // namespace

// The answer whose turn it is; null: decline.
template <class Answer>
const Answer* HostCallback::Next(const std::vector<std::optional<Answer>>& answers, size_t* given) noexcept {
  if (answers.empty()) return nullptr;
  std::lock_guard<std::mutex> lock(mutex_);
  const size_t index = std::min(*given, answers.size() - 1);
  ++*given;
  return answers[index] ? &*answers[index] : nullptr;
}

HRESULT HostCallback::OnTimeout(DWORD* pdwTimeout, IInternetTransport* pTransport) noexcept {
  const DWORD* const seconds = Next(script_.timeouts, &timeouts_given_);
  return Guarded(seconds ? S_OK : S_FALSE, [&] {
    Fields fields{{"dwTimeout", Number(pdwTimeout ? *pdwTimeout : 0)}, {"pTransport", Pointer(pTransport)}};
    listener_({"OnTimeout", ThreadId(), std::move(fields), seconds ? S_OK : S_FALSE});
    if (seconds && pdwTimeout) *pdwTimeout = *seconds;
  });
}

HRESULT HostCallback::OnLogonPrompt(LPINETSERVER pInetServer, IInternetTransport* pTransport) noexcept {
  const LogonAnswer* const entered = Next(script_.logons, &logons_given_);
  return Guarded(entered ? S_OK : S_FALSE, [&] {
    Fields fields;
    if (pInetServer) {
      fields.emplace_back("szServerName", Member(pInetServer->szServerName));
      fields.emplace_back("szUserName", Member(pInetServer->szUserName));
      fields.emplace_back("dwPort", Number(pInetServer->dwPort));
    }
    fields.emplace_back("pTransport", Pointer(pTransport));
    listener_({"OnLogonPrompt", ThreadId(), std::move(fields), entered ? S_OK : S_FALSE});
    if (!entered || !pInetServer) return;
    Enter(entered->user, pInetServer->szUserName);
    Enter(entered->password, pInetServer->szPassword);
  });
}

INT HostCallback::OnPrompt(HRESULT hrError, LPCSTR pszText, LPCSTR pszCaption, UINT uType,
                           IInternetTransport* pTransport) noexcept {
  constexpr INT kIdCancel = 2;
  (void)Guarded(S_OK, [&] {
    Fields fields{{"hrError", Result(hrError)},
                  {"pszText", Text(pszText)},
                  {"pszCaption", Text(pszCaption)},
                  {"uType", Number(uType)},
                  {"pTransport", Pointer(pTransport)}};
    listener_({"OnPrompt", ThreadId(), std::move(fields), kIdCancel});
  });
  return kIdCancel;
}

HRESULT HostCallback::OnStatus(IXPSTATUS ixpstatus, IInternetTransport* pTransport) noexcept {
  return Guarded(script_.answer, [&] {
    Fields fields{{"ixpstatus", Number(ixpstatus)}, {"pTransport", Pointer(pTransport)}};
    listener_({"OnStatus", ThreadId(), std::move(fields), script_.answer});
  });
}

HRESULT HostCallback::OnError(IXPSTATUS ixpstatus, LPIXPRESULT pResult,
                              IInternetTransport* pTransport) noexcept {
  return Guarded(script_.answer, [&] {
    Fields fields{{"ixpstatus", Number(ixpstatus)}};
    if (pResult) AddResult(*pResult, &fields);
    fields.emplace_back("pTransport", Pointer(pTransport));
    listener_({"OnError", ThreadId(), std::move(fields), script_.answer});
  });
}

HRESULT HostCallback::OnCommand(CMDTYPE cmdtype, LPSTR pszLine, HRESULT hrResponse,
                                IInternetTransport* pTransport) noexcept {
  return Guarded(script_.answer, [&] {
    Fields fields{{"cmdtype", Number(cmdtype)},
                  {"pszLine", Text(pszLine)},
                  {"hrResponse", Result(hrResponse)},
                  {"pTransport", Pointer(pTransport)}};
    listener_({"OnCommand", ThreadId(), std::move(fields), script_.answer});
  });
}

HRESULT HostCallback::OnResponse(LPHTTPMAILRESPONSE pResponse) noexcept {
  return Guarded(script_.answer, [&] {
    Fields fields;
    if (pResponse) {
      fields.emplace_back("command", Number(pResponse->command));
      fields.emplace_back("dwContext", Number(pResponse->dwContext));
      fields.emplace_back("fDone", Bool(pResponse->fDone));
      AddResult(pResponse->rIxpResult, &fields);
      if (pResponse->command == HTTPMAIL_POST) AddPost(pResponse->rPostInfo, &fields);
      fields.emplace_back("pTransport", Pointer(pResponse->pTransport));
    }
    listener_({"OnResponse", ThreadId(), std::move(fields), script_.answer});
    if (!pResponse || !pResponse->fDone || !pResponse->pTransport) return;
    IHTTPMailTransport* const transport = pResponse->pTransport;
    switch (script_.inside_final) {
      case InsideFinal::kNothing:
        break;
      case InsideFinal::kHandsOffCallback:
        transport->HandsOffCallback();
        break;
      case InsideFinal::kDropConnection:
        transport->DropConnection();
        break;
      case InsideFinal::kRelease:
        transport->Release();
        break;
    }
  });
}

HRESULT HostCallback::GetParentWindow(HWND* phwndParent) noexcept {
  if (phwndParent) *phwndParent = nullptr;
  return Guarded(E_NOTIMPL, [&] { listener_({"GetParentWindow", ThreadId(), {}, E_NOTIMPL}); });
}

}  // namespace imnxport
