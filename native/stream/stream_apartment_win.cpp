// Streams of single-threaded apartments, by way of the Global Interface Table.
#include <objbase.h>

#include "stream/stream_apartment.h"

namespace imnxport {
namespace {

using Table = ComPtr<IGlobalInterfaceTable>;

HRESULT GetTable(Table* table) noexcept {
  return CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                          IID_IGlobalInterfaceTable, table->PutVoid());
}

// What a thread of the multi-threaded apartment holds may be called on all our threads, which are its
// members. So may what a thread holds that never initialised COM: it is an implicit member, or there are no
// apartments.
bool InMta() noexcept {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  return FAILED(CoGetApartmentType(&type, &qualifier)) || type == APTTYPE_MTA;
}

bool IsAgile(IStream* stream) noexcept {
  ComPtr<IUnknown> agile;
  const HRESULT hr = stream->QueryInterface(IID_IAgileObject, agile.PutVoid());
  if (FAILED(hr)) (void)agile.Detach();  // it owns nothing, whatever was left there
  return SUCCEEDED(hr) && agile;
}

}  // namespace

bool BelongsToThisThread(IStream* stream) noexcept { return !InMta() && !IsAgile(stream); }

HRESULT RegisterStream(IStream* stream, DWORD* cookie) noexcept {
  *cookie = 0;
  if (!BelongsToThisThread(stream)) return S_OK;
  Table table;
  const HRESULT hr = GetTable(&table);
  return FAILED(hr) ? hr : table->RegisterInterfaceInGlobal(stream, IID_IStream, cookie);
}

HRESULT GetRegisteredStream(DWORD cookie, ComPtr<IStream>* stream) noexcept {
  Table table;
  const HRESULT hr = GetTable(&table);
  return FAILED(hr) ? hr : table->GetInterfaceFromGlobal(cookie, IID_IStream, stream->PutVoid());
}

void RevokeStream(DWORD cookie) noexcept {
  Table table;
  if (SUCCEEDED(GetTable(&table))) (void)table->RevokeInterfaceFromGlobal(cookie);
}

}  // namespace imnxport
