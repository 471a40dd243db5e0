// Without a name: there is no memory in which both sides could pass one.
#include "stream/stream_stat.h"

namespace imnxport {

HRESULT StatWithName(IStream* stream, STATSTG* stat, std::u16string* name) noexcept {
  *stat = {};
  name->clear();
  const HRESULT hr = stream->Stat(stat, STATFLAG_NONAME);
  stat->pwcsName = nullptr;
  return hr;
}

}  // namespace imnxport
