// The streams over bytes in memory and over a file: any sequence of calls does what the same calls on a model
// do.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "property.h"
#include "stream/file_stream.h"
#include "stream/memory_stream.h"
#include "stream/stream_base.h"

using namespace imnxport;

namespace {

// A target of CopyTo that takes so many bytes and then fails.
class Target final : public StreamBase<> {
 public:
  explicit Target(size_t room) : room_(room) {}
  std::string bytes;
  HRESULT STDMETHODCALLTYPE Write(const void* from, ULONG size, ULONG* written) noexcept override {
    const auto taken = static_cast<ULONG>(std::min<size_t>(size, room_ - bytes.size()));
    bytes.append(static_cast<const char*>(from), taken);
    if (written) *written = taken;
    return taken == size ? S_OK : STG_E_MEDIUMFULL;
  }

 private:
  const size_t room_;
};

struct Model {
  ComPtr<IStream> stream;
  uint64_t position;
};

std::string Left(const std::string& bytes, uint64_t position) {
  return position < bytes.size() ? bytes.substr(static_cast<size_t>(position)) : std::string();
}

void Read(FuzzedDataProvider& input, Model& model, const std::string& bytes) {
  const auto size = input.ConsumeIntegralInRange<ULONG>(0, 300);
  std::string got(size, '?');
  ULONG count = 12345;
  const HRESULT hr = model.stream->Read(got.data(), size, &count);
  const std::string expected = Left(bytes, model.position).substr(0, size);
  HOLDS(hr == (expected.size() == size ? S_OK : S_FALSE));
  HOLDS(got.substr(0, count) == expected);
  model.position += count;
}

void Seek(FuzzedDataProvider& input, Model& model, const std::string& bytes) {
  LARGE_INTEGER move;
  move.QuadPart = input.ConsumeBool() ? input.ConsumeIntegralInRange<int64_t>(-300, 300)
                                      : input.ConsumeIntegral<int64_t>();
  const auto origin = input.ConsumeIntegralInRange<DWORD>(0, 3);
  ULARGE_INTEGER where;
  where.QuadPart = 999;
  const HRESULT hr = model.stream->Seek(move, origin, &where);
  const uint64_t base = origin == STREAM_SEEK_SET   ? 0
                        : origin == STREAM_SEEK_CUR ? model.position
                                                    : bytes.size();
  const __int128 target = static_cast<__int128>(base) + move.QuadPart;
  const bool good = origin <= 2 && target >= 0 && target <= static_cast<__int128>(UINT64_MAX);
  HOLDS(hr == (good ? S_OK : STG_E_INVALIDFUNCTION));
  if (good) HOLDS(where.QuadPart == static_cast<uint64_t>(target));
  if (good) model.position = static_cast<uint64_t>(target);
}

void CopyTo(FuzzedDataProvider& input, Model& model, const std::string& bytes) {
  Target* const target = new Target(input.ConsumeIntegralInRange<size_t>(0, 400));
  const auto to = ComPtr<IStream>::Attach(target);
  ULARGE_INTEGER size, read, written;
  size.QuadPart = input.ConsumeBool() ? input.ConsumeIntegralInRange<uint64_t>(0, 300) : UINT64_MAX;
  const HRESULT hr = model.stream->CopyTo(to.Get(), size, &read, &written);
  const std::string wanted =
      Left(bytes, model.position).substr(0, static_cast<size_t>(std::min<uint64_t>(size.QuadPart, 1000)));
  HOLDS(target->bytes == wanted.substr(0, target->bytes.size()));
  HOLDS(written.QuadPart == target->bytes.size());
  HOLDS(FAILED(hr) || target->bytes == wanted);
  HOLDS(FAILED(hr) || read.QuadPart == wanted.size());
  model.position += read.QuadPart;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const int file = memfd_create("stream", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  FuzzedDataProvider input(data, size);
  const bool of_file = input.ConsumeBool();
  std::string bytes(input.ConsumeIntegralInRange<size_t>(0, 600), '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 + i / 256);
  Model first{nullptr, 0};
  if (of_file) {
    if (ftruncate(file, 0) != 0 ||
        pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
      std::abort();
    auto start = input.ConsumeIntegralInRange<uint64_t>(0, 700);
    auto end = input.ConsumeBool() ? kToEndOfFile : input.ConsumeIntegralInRange<uint64_t>(0, 700);
    const HRESULT hr = MakeFileStream(path.c_str(), start, end, first.stream.Put());
    const uint64_t stop = end == kToEndOfFile ? bytes.size() : end;
    HOLDS(SUCCEEDED(hr) == (start <= stop && stop <= bytes.size()));
    if (FAILED(hr)) return 0;
    bytes = bytes.substr(static_cast<size_t>(start), static_cast<size_t>(stop - start));
  } else {
    first.stream = MakeMemoryStream(std::vector<uint8_t>(bytes.begin(), bytes.end()));
  }
  std::vector<Model> models{first};
  while (input.remaining_bytes() > 0) {
    Model& model = models[input.ConsumeIntegralInRange<size_t>(0, models.size() - 1)];
    switch (input.ConsumeIntegralInRange(0, 5)) {
      case 0:
        Read(input, model, bytes);
        break;
      case 1:
        Seek(input, model, bytes);
        break;
      case 2:
        CopyTo(input, model, bytes);
        break;
      case 3: {
        STATSTG stat;
        HOLDS(model.stream->Stat(&stat, STATFLAG_DEFAULT) == S_OK);
        HOLDS(stat.cbSize.QuadPart == bytes.size() && stat.type == STGTY_STREAM && !stat.pwcsName);
        break;
      }
      case 4: {
        Model clone{nullptr, model.position};
        HOLDS(model.stream->Clone(clone.stream.Put()) == S_OK);
        if (models.size() < 4) models.push_back(clone);
        break;
      }
      default: {
        ULONG written = 7;
        HOLDS(model.stream->Write("x", 1, &written) == STG_E_ACCESSDENIED && written == 0);
      }
    }
  }
  return 0;
}
