// A block at a time.
#include "stream/copy_bytes.h"

#include <algorithm>
#include <cstdint>

namespace imnxport {

HRESULT CopyBytes(IStream* from, IStream* to, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                  ULARGE_INTEGER* written) noexcept {
  if (!to) return STG_E_INVALIDPOINTER;
  uint64_t read_total = 0;
  uint64_t written_total = 0;
  HRESULT hr = S_OK;
  char block[16 * 1024];
  while (SUCCEEDED(hr) && read_total < size.QuadPart && read_total == written_total) {
    ULONG got = 0;
    const auto wanted = static_cast<ULONG>(std::min<uint64_t>(sizeof block, size.QuadPart - read_total));
    hr = from->Read(block, wanted, &got);
    if (FAILED(hr) || got == 0) break;
    read_total += got;
    ULONG put = 0;
    hr = to->Write(block, got, &put);
    written_total += put;
  }
  if (read) read->QuadPart = read_total;
  if (written) written->QuadPart = written_total;
  return FAILED(hr) ? hr : S_OK;
}

}  // namespace imnxport
