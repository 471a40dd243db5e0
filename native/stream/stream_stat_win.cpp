// The name comes in memory of COM's.
#include <objbase.h>

#include "com/hresult.h"
#include "stream/stream_stat.h"

namespace imnxport {

HRESULT StatWithName(IStream* stream, STATSTG* stat, std::u16string* name) noexcept {
  *stat = {};
  name->clear();
  HRESULT hr = stream->Stat(stat, STATFLAG_DEFAULT);
  if (FAILED(hr)) {
    // There are streams that know only the other flag.
    *stat = {};
    hr = stream->Stat(stat, STATFLAG_NONAME);
    stat->pwcsName = nullptr;
  }
  if (FAILED(hr) || !stat->pwcsName) return hr;
  wchar_t* const given = stat->pwcsName;
  stat->pwcsName = nullptr;
  try {
    for (const wchar_t* at = given; *at; ++at) name->push_back(static_cast<char16_t>(*at));
  } catch (...) {
    hr = HResultFromException();
  }
  CoTaskMemFree(given);
  return hr;
}

}  // namespace imnxport
