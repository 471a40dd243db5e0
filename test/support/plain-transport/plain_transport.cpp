// Each method is that of the transport inside.
#include "plain_transport.h"

#include <cstring>

#include "plain_stream.h"

namespace imnxport::test {

HRESULT PlainTransport::GetServerInfo(LPINETSERVER server) noexcept { return inner_->GetServerInfo(server); }

IXPTYPE PlainTransport::GetIXPType() noexcept { return inner_->GetIXPType(); }

HRESULT PlainTransport::IsState(IXPISSTATE state) noexcept { return inner_->IsState(state); }

HRESULT PlainTransport::InetServerFromAccount(IImnAccount* account, LPINETSERVER server) noexcept {
  return inner_->InetServerFromAccount(account, server);
}

HRESULT PlainTransport::Connect(LPINETSERVER server, boolean authenticate, boolean logging) noexcept {
  return inner_->Connect(server, authenticate, logging);
}

HRESULT PlainTransport::HandsOffCallback() noexcept { return inner_->HandsOffCallback(); }

HRESULT PlainTransport::Disconnect() noexcept { return inner_->Disconnect(); }

HRESULT PlainTransport::DropConnection() noexcept { return inner_->DropConnection(); }

HRESULT PlainTransport::GetStatus(IXPSTATUS* status) noexcept { return inner_->GetStatus(status); }

HRESULT PlainTransport::InitNew(LPCSTR agent, LPCSTR log, IHTTPMailCallback* callback) noexcept {
  strict_ = agent && std::strncmp(agent, "strict", 6) == 0;
  return inner_->InitNew(agent, log, callback);
}

HRESULT PlainTransport::CommandPOST(LPCSTR url, IStream* stream, LPCSTR type, DWORD context) noexcept {
  if (strict_ && inner_->IsState(IXP_IS_CONNECTED) != S_OK) return IXP_E_NOT_CONNECTED;
  const ComPtr<IStream> plain = stream ? MakePlainStream(stream) : nullptr;
  return inner_->CommandPOST(url, plain.Get(), type, context);
}

}  // namespace imnxport::test
