// The stream over a file.
#include "stream/file_stream.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "com/com_object.h"
#include "com/com_ptr.h"
#include "support/eventually.h"

namespace imnxport {
namespace {

namespace fs = std::filesystem;

constexpr HRESULT kEndOfFile = static_cast<HRESULT>(0x80070026u);
constexpr HRESULT kBadFileType = static_cast<HRESULT>(0x800700DEu);
constexpr HRESULT kIsDirectory = static_cast<HRESULT>(0x8007010Bu);
constexpr HRESULT kNotFound = static_cast<HRESULT>(0x80070002u);

// A file in a folder of its own; both go with it. The name has letters beyond ASCII.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    static std::atomic<int> count{0};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    folder_ = fs::temp_directory_path() / ("imnxport-" + std::to_string(now) + "-" + std::to_string(count++));
    fs::create_directory(folder_);
    Append(content);
  }
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string Path() const { return (folder_ / fs::u8path("m\xC3\xA4il.eml")).u8string(); }
  std::string Folder() const { return folder_.u8string(); }
  void Append(const std::string& content) const {
    std::ofstream(fs::u8path(Path()), std::ios::binary | std::ios::app) << content;
  }
  void Resize(uintmax_t size) const { fs::resize_file(fs::u8path(Path()), size); }

 private:
  fs::path folder_;
};

ComPtr<IStream> Open(const TemporaryFile& file, uint64_t start = 0, uint64_t end = kToEndOfFile) {
  ComPtr<IStream> stream;
  REQUIRE(MakeFileStream(file.Path().c_str(), start, end, stream.Put()) == S_OK);
  return stream;
}

HRESULT WhyNot(const std::string& path, uint64_t start = 0, uint64_t end = kToEndOfFile) {
  IStream* stream = reinterpret_cast<IStream*>(1);
  const HRESULT hr = MakeFileStream(path.c_str(), start, end, &stream);
  CHECK(stream == nullptr);
  return hr;
}

// Everything from the seek pointer on, in small reads.
std::string ReadAll(IStream& stream) {
  std::string all;
  char piece[7];
  for (;;) {
    ULONG read = 0;
    const HRESULT hr = stream.Read(piece, sizeof piece, &read);
    REQUIRE(SUCCEEDED(hr));
    if (read == 0) return all;
    all.append(piece, read);
  }
}

uint64_t SizeOf(IStream& stream) {
  STATSTG stat;
  REQUIRE(stream.Stat(&stat, STATFLAG_NONAME) == S_OK);
  return stat.cbSize.QuadPart;
}

}  // namespace

TEST_CASE("a file stream gives the whole file, or a range of it") {
  const TemporaryFile file("0123456789abcdefghij");
  CHECK(ReadAll(*Open(file)) == "0123456789abcdefghij");
  CHECK(ReadAll(*Open(file, 5)) == "56789abcdefghij");
  CHECK(ReadAll(*Open(file, 5, 12)) == "56789ab");
  CHECK(SizeOf(*Open(file, 5, 12)) == 7);
  CHECK(ReadAll(*Open(file, 20)).empty());
  CHECK(ReadAll(*Open(file, 3, 3)).empty());
}

TEST_CASE("a file stream seeks within its range") {
  const TemporaryFile file("0123456789");
  const auto stream = Open(file, 2, 8);
  LARGE_INTEGER move;
  ULARGE_INTEGER position;
  move.QuadPart = -2;
  CHECK(stream->Seek(move, STREAM_SEEK_END, &position) == S_OK);
  CHECK(position.QuadPart == 4);
  CHECK(ReadAll(*stream) == "67");
  move.QuadPart = 0;
  CHECK(stream->Seek(move, STREAM_SEEK_SET, nullptr) == S_OK);
  CHECK(ReadAll(*stream) == "234567");
}

TEST_CASE("clones of a file stream read side by side and keep the file open") {
  const TemporaryFile file("0123456789");
  auto stream = Open(file, 1);
  char byte;
  REQUIRE(stream->Read(&byte, 1, nullptr) == S_OK);
  ComPtr<IStream> clone;
  REQUIRE(stream->Clone(clone.Put()) == S_OK);
  CHECK(ReadAll(*stream) == "23456789");
  stream.Reset();
  CHECK(ReadAll(*clone) == "23456789");
}

TEST_CASE("what is appended later does not belong to a file stream, and a file that shrinks ends early") {
  const TemporaryFile file("0123456789");
  const auto stream = Open(file);
  file.Append("more");
  CHECK(SizeOf(*stream) == 10);
  CHECK(ReadAll(*stream) == "0123456789");
  file.Resize(4);
  CHECK(stream->Seek({}, STREAM_SEEK_SET, nullptr) == S_OK);
  CHECK(SizeOf(*stream) == 10);
  CHECK(ReadAll(*stream) == "0123");
}

TEST_CASE("offsets have 64 bits") {
  const TemporaryFile file("");
  constexpr uint64_t kFarAway = 5'000'000'000;
  std::error_code full;
  fs::resize_file(fs::u8path(file.Path()), kFarAway, full);
  REQUIRE_MESSAGE(!full, "the temporary folder must take sparse files");
  file.Append("end");
  const auto stream = Open(file, kFarAway - 2);
  CHECK(ReadAll(*stream) == std::string("\0\0end", 5));
  CHECK(SizeOf(*Open(file)) == kFarAway + 3);
}

TEST_CASE("what cannot be opened says why in Windows numbers") {
  const TemporaryFile file("0123456789");
  CHECK(WhyNot(file.Folder() + "/none") == kNotFound);
  CHECK(WhyNot("") == kNotFound);
  CHECK(WhyNot(file.Folder()) == kIsDirectory);
  CHECK(WhyNot(fs::path::preferred_separator == '/' ? "/dev/null" : "NUL") == kBadFileType);
  CHECK(WhyNot(file.Path(), 11) == kEndOfFile);
  CHECK(WhyNot(file.Path(), 0, 11) == kEndOfFile);
  CHECK(WhyNot(file.Path(), 5, 4) == E_INVALIDARG);
  IStream* stream = nullptr;
  CHECK(MakeFileStream(nullptr, 0, kToEndOfFile, &stream) == E_INVALIDARG);
  CHECK(MakeFileStream(file.Path().c_str(), 0, kToEndOfFile, nullptr) == E_POINTER);
}

TEST_CASE("a file stream never waits where the system can read without waiting, and is agile everywhere") {
  const TemporaryFile file("0123456789");
  const auto stream = Open(file, 2, 7);
  ComPtr<IImnxportAsyncStream> async;
  if (SUCCEEDED(stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid()))) {
    char bytes[10];
    ULONG read = 0;
    HRESULT hr = E_PENDING;
    CHECK(test::Eventually([&] { return (hr = async->TryRead(bytes, 10, &read)) != E_PENDING; }));
    CHECK(hr == S_FALSE);
    CHECK(std::string(bytes, read) == "23456");
  }
  ComPtr<IUnknown> agile;
  CHECK(stream->QueryInterface(IID_IAgileObject, agile.PutVoid()) == S_OK);
}

}  // namespace imnxport
