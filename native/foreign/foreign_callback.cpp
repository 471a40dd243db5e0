// What a foreign transport calls.
#include "foreign/foreign_callback.h"

#include <algorithm>
#include <cstring>

#include "com/hresult.h"
#include "com/system.h"
#include "foreign/foreign_result.h"
#include "transport/server_info.h"

namespace imnxport {
namespace {

constexpr INT kPromptCancelled = 2;  // IDCANCEL (winuser.h): there is nobody at the screen

DWORD Seconds(uint32_t ms) noexcept { return ms / 1000 + (ms % 1000 != 0); }

uint32_t Milliseconds(DWORD seconds) noexcept {
  return static_cast<uint32_t>(std::min<uint64_t>(uint64_t{seconds} * 1000, UINT32_MAX));
}

// Where the transport says that it is asked; empty: it does not say. Nothing of the structure is trusted.
std::string AskingOrigin(const INETSERVER& given) {
  INETSERVER server = given;
  for (char* text :
       {server.szAccount, server.szUserName, server.szPassword, server.szServerName, server.szConnectoid})
    text[sizeof server.szServerName - 1] = '\0';
  const bool valid = IsValidServer(server);
  std::string origin = valid ? OriginOfServer(server) : std::string();
  Wipe(&server, sizeof server);
  return origin;
}

// S_OK: the credentials are in the structure.
HRESULT PutCredentials(const Credentials& credentials, INETSERVER* server) {
  std::string user, password;
  HRESULT hr = S_OK;
  if (!AnsiFromUtf8(credentials.user, &user) || !AnsiFromUtf8(credentials.password, &password)) hr = E_FAIL;
  if (user.size() >= sizeof server->szUserName || password.size() >= sizeof server->szPassword) hr = E_FAIL;
  if (SUCCEEDED(hr)) {
    SetServerText(server->szUserName, user.c_str());
    SetServerText(server->szPassword, password.c_str());
  }
  Wipe(user);
  Wipe(password);
  return hr;
}

}  // namespace

// ---- identity and life ------------------------------------------------------------------------------

HRESULT ForeignCallback::QueryInterface(REFIID riid, void** ppv) noexcept {
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  if (SameGuid(riid, IID_IImnxportCallback) && !extended_) return E_NOINTERFACE;
  const HRESULT hr = ComObject::QueryInterface(riid, ppv);
  return SUCCEEDED(hr) ? hr : marshaler_.Query(static_cast<IHTTPMailCallback*>(this), riid, ppv);
}

void ForeignCallback::Given() noexcept {
  AddRef();
  held_ = ComObject::Release() > 1;
}

ULONG ForeignCallback::Release() noexcept {
  const auto link = link_;  // after the last Release nothing of the object is touched any more
  const bool held = held_;
  const ULONG left = ComObject::Release();
  if (left == 1 && held) {
    try {
      link->Post([](ForeignListener& listener) { listener.OnForeignLetGo(); });
    } catch (...) {
      // Whoever waits for the transport then finds out by its silence.
    }
  }
  return left;
}

// ---- questions --------------------------------------------------------------------------------------

HRESULT ForeignCallback::OnTimeout(DWORD* timeout, IInternetTransport*) noexcept {
  if (!timeout) return E_INVALIDARG;
  try {
    const auto question = std::make_shared<ForeignQuestion>(QuestionKind::kIdle);
    const uint32_t idle_ms = Milliseconds(*timeout);
    const QuestionAnswer answer = link_->Ask(question, [question, idle_ms](ForeignListener& listener) {
      listener.OnForeignIdle(ForeignListener::kAnyCommand, idle_ms, question);
    });
    if (answer.hr == S_OK && answer.idle_ms > 0) *timeout = Seconds(answer.idle_ms);
    // The documentation knows these two answers.
    return answer.hr == S_OK ? S_OK : S_FALSE;
  } catch (...) {
    return S_FALSE;
  }
}

HRESULT ForeignCallback::OnLogonPrompt(LPINETSERVER server, IInternetTransport*) noexcept {
  if (!server) return E_INVALIDARG;
  try {
    const auto question = std::make_shared<ForeignQuestion>(QuestionKind::kLogon);
    const QuestionAnswer answer =
        link_->Ask(question, [question, origin = AskingOrigin(*server)](ForeignListener& listener) {
          listener.OnForeignLogon(ForeignListener::kAnyCommand, origin, question);
        });
    return answer.hr == S_OK ? PutCredentials(answer.credentials, server) : answer.hr;
  } catch (...) {
    return HResultFromException();
  }
}

INT ForeignCallback::OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept {
  return kPromptCancelled;
}

HRESULT ForeignCallback::GetParentWindow(HWND* window) noexcept {
  if (!window) return E_POINTER;
  *window = nullptr;
  return E_NOTIMPL;
}

HRESULT ForeignCallback::OnLogonRequest(const IMNXPORT_LOGON* logon, IInternetTransport*) noexcept {
  if (!logon || logon->cbSize < sizeof *logon) return E_INVALIDARG;
  try {
    link_->Post([id = uint64_t{logon->ullToken},
                 origin = std::string(logon->pszOrigin ? logon->pszOrigin : "")](ForeignListener& listener) {
      listener.OnForeignLogon(id, origin, nullptr);
    });
    return S_OK;
  } catch (...) {
    return S_FALSE;
  }
}

HRESULT ForeignCallback::OnIdle(ULONGLONG token, DWORD idle_timeout, IInternetTransport*) noexcept {
  try {
    link_->Post([token, idle_timeout](ForeignListener& listener) {
      listener.OnForeignIdle(token, idle_timeout, nullptr);
    });
    return S_OK;
  } catch (...) {
    return S_FALSE;
  }
}

// ---- what is told -----------------------------------------------------------------------------------

HRESULT ForeignCallback::OnStatus(IXPSTATUS status, IInternetTransport*) noexcept {
  try {
    link_->Post([status](ForeignListener& listener) { listener.OnForeignStatus(status); });
    return S_OK;
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ForeignCallback::OnError(IXPSTATUS status, LPIXPRESULT result, IInternetTransport*) noexcept {
  if (!result) return E_INVALIDARG;
  try {
    link_->Post([status, hr = result->hrResult, socket_error = uint32_t{result->dwSocketError},
                 problem = Utf8OrNothing(result->pszProblem)](ForeignListener& listener) {
      listener.OnForeignError(status, hr, socket_error, problem);
    });
    return S_OK;
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ForeignCallback::OnCommand(CMDTYPE type, LPSTR line, HRESULT, IInternetTransport*) noexcept {
  if (!line) return S_OK;
  try {
    link_->Post(
        [type, text = std::string(line)](ForeignListener& listener) { listener.OnForeignLine(type, text); });
    return S_OK;
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ForeignCallback::OnResponse(LPHTTPMAILRESPONSE response) noexcept {
  if (!response) return E_INVALIDARG;
  if (extended_ || response->command != HTTPMAIL_POST) return S_OK;
  const uint64_t id = response->dwContext;
  const PostCounts counts = CountsOf(response->rPostInfo);
  try {
    if (response->fDone) {
      link_->Post([id, counts, result = ResultOf(*response)](ForeignListener& listener) {
        listener.OnForeignEnd(id, result, counts, false);
      });
    } else {
      link_->Post([id, counts](ForeignListener& listener) { listener.OnForeignProgress(id, counts, false); });
    }
  } catch (...) {
    if (response->fDone) link_->PostLostEnd();
  }
  return S_OK;
}

HRESULT ForeignCallback::OnPostProgress(const IMNXPORT_PROGRESS* progress, IInternetTransport*) noexcept {
  if (!progress || progress->cbSize < sizeof *progress) return E_INVALIDARG;
  PostCounts counts;
  counts.sent = progress->ullSent;
  counts.total = progress->ullTotal;
  counts.resent = progress->fResent != FALSE;
  try {
    link_->Post([id = uint64_t{progress->ullToken}, counts](ForeignListener& listener) {
      listener.OnForeignProgress(id, counts, true);
    });
    return S_OK;
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ForeignCallback::OnPostDone(const IMNXPORT_RESULT* result, IInternetTransport*) noexcept {
  if (!result || result->cbSize < sizeof *result) return E_INVALIDARG;
  PostCounts counts;
  counts.sent = result->ullSent;
  counts.total = result->ullTotal;
  counts.resent = result->fResent != FALSE;
  try {
    link_->Post([id = uint64_t{result->ullToken}, counts, copy = ResultOf(*result)](
                    ForeignListener& listener) { listener.OnForeignEnd(id, copy, counts, true); });
  } catch (...) {
    link_->PostLostEnd();
  }
  return S_OK;
}

}  // namespace imnxport
