// The stream over bytes in memory.
#include "stream/memory_stream.h"

#include <doctest/doctest.h>

#include <string>

#include "abi/imnxport_ext.h"
#include "com/com_object.h"
#include "support/stream_calls.h"

namespace imnxport {
namespace {

using test::ReadOnce;
using test::SeekTo;

ComPtr<IStream> StreamOf(const std::string& text) {
  return MakeMemoryStream(std::vector<uint8_t>(text.begin(), text.end()));
}

template <class Interface>
ComPtr<Interface> Ask(IUnknown& object) {
  ComPtr<Interface> found;
  REQUIRE(object.QueryInterface(InterfaceId<Interface>(), found.PutVoid()) == S_OK);
  return found;
}

}  // namespace

TEST_CASE("a memory stream gives its bytes in pieces, then nothing") {
  const auto stream = StreamOf("hello world");
  HRESULT hr;
  CHECK(ReadOnce(*stream, 5, &hr) == "hello");
  CHECK(hr == S_OK);
  CHECK(ReadOnce(*stream, 100, &hr) == " world");
  CHECK(hr == S_FALSE);
  CHECK(ReadOnce(*stream, 100, &hr).empty());
  CHECK(hr == S_FALSE);
  CHECK(ReadOnce(*stream, 0, &hr).empty());
  CHECK(hr == S_OK);
}

TEST_CASE("a memory stream reads without a place for the count, but not without a place for the bytes") {
  const auto stream = StreamOf("ab");
  char byte = 0;
  CHECK(stream->Read(&byte, 1, nullptr) == S_OK);
  CHECK(byte == 'a');
  ULONG read = 7;
  CHECK(stream->Read(nullptr, 1, &read) == STG_E_INVALIDPOINTER);
  CHECK(read == 0);
}

TEST_CASE("a memory stream seeks from all three origins, also past its end, never before its beginning") {
  const auto stream = StreamOf("0123456789");
  ULONGLONG position;
  HRESULT hr;
  CHECK(SeekTo(*stream, 4, STREAM_SEEK_SET, &position) == S_OK);
  CHECK(position == 4);
  CHECK(SeekTo(*stream, -1, STREAM_SEEK_CUR, &position) == S_OK);
  CHECK(position == 3);
  CHECK(ReadOnce(*stream, 2, &hr) == "34");
  CHECK(SeekTo(*stream, -2, STREAM_SEEK_END, &position) == S_OK);
  CHECK(position == 8);
  CHECK(SeekTo(*stream, 5, STREAM_SEEK_END, &position) == S_OK);
  CHECK(position == 15);
  CHECK(ReadOnce(*stream, 2, &hr).empty());

  CHECK(SeekTo(*stream, 2, STREAM_SEEK_SET, &position) == S_OK);
  CHECK(SeekTo(*stream, -3, STREAM_SEEK_CUR, &position) == STG_E_INVALIDFUNCTION);
  CHECK(SeekTo(*stream, INT64_MIN, STREAM_SEEK_END, &position) == STG_E_INVALIDFUNCTION);
  CHECK(SeekTo(*stream, 0, 3, &position) == STG_E_INVALIDFUNCTION);
  CHECK(ReadOnce(*stream, 1, &hr) == "2");
  CHECK(stream->Seek({}, STREAM_SEEK_SET, nullptr) == S_OK);
}

TEST_CASE("a memory stream tells its size and refuses to be changed") {
  const auto stream = StreamOf("12345");
  STATSTG stat;
  CHECK(stream->Stat(&stat, STATFLAG_NONAME) == S_OK);
  CHECK(stat.cbSize.QuadPart == 5);
  CHECK(stat.type == STGTY_STREAM);
  CHECK(stat.pwcsName == nullptr);
  CHECK(stream->Stat(nullptr, STATFLAG_NONAME) == STG_E_INVALIDPOINTER);

  ULONG written = 9;
  CHECK(stream->Write("x", 1, &written) == STG_E_ACCESSDENIED);
  CHECK(written == 0);
  CHECK(stream->SetSize({}) == STG_E_ACCESSDENIED);
  CHECK(stream->LockRegion({}, {}, 1) == STG_E_INVALIDFUNCTION);
  CHECK(stream->UnlockRegion({}, {}, 1) == STG_E_INVALIDFUNCTION);
  CHECK(stream->Commit(0) == S_OK);
  CHECK(stream->Revert() == S_OK);
}

TEST_CASE("a clone has the same bytes and a seek pointer of its own, and outlives the original") {
  auto stream = StreamOf("abcdef");
  HRESULT hr;
  CHECK(ReadOnce(*stream, 2, &hr) == "ab");
  ComPtr<IStream> clone;
  REQUIRE(stream->Clone(clone.Put()) == S_OK);
  CHECK(ReadOnce(*stream, 2, &hr) == "cd");
  stream.Reset();
  CHECK(ReadOnce(*clone, 9, &hr) == "cdef");
  CHECK(clone->Clone(nullptr) == STG_E_INVALIDPOINTER);
}

TEST_CASE("CopyTo stops where its target does, and says how far it came") {
  const auto stream = StreamOf("abcdef");
  const auto read_only = StreamOf("");
  ULARGE_INTEGER size, read, written;
  size.QuadPart = 4;
  CHECK(stream->CopyTo(read_only.Get(), size, &read, &written) == STG_E_ACCESSDENIED);
  CHECK(read.QuadPart == 4);
  CHECK(written.QuadPart == 0);
  CHECK(stream->CopyTo(nullptr, size, nullptr, nullptr) == STG_E_INVALIDPOINTER);
  HRESULT hr;
  CHECK(ReadOnce(*stream, 9, &hr) == "ef");
}

TEST_CASE("a memory stream keeps the laws of COM and counts its references") {
  auto stream = StreamOf("x");
  const auto async = Ask<IImnxportAsyncStream>(*stream);
  const auto sequential = Ask<ISequentialStream>(*async);
  CHECK(Ask<IUnknown>(*stream).Get() == Ask<IUnknown>(*async).Get());
  CHECK(Ask<IStream>(*sequential).Get() == stream.Get());

  ComPtr<IUnknown> agile;
  CHECK(stream->QueryInterface(IID_IAgileObject, agile.PutVoid()) == S_OK);
  CHECK(agile.Get() == Ask<IUnknown>(*stream).Get());
  void* none = &agile;
  CHECK(stream->QueryInterface(IID_IClassFactory, &none) == E_NOINTERFACE);
  CHECK(none == nullptr);
  CHECK(stream->QueryInterface(IID_IStream, nullptr) == E_POINTER);

  CHECK(stream->AddRef() == 5);
  CHECK(stream->Release() == 4);
}

TEST_CASE("a memory stream is never pending and always starts again") {
  const auto stream = StreamOf("abc");
  const auto async = Ask<IImnxportAsyncStream>(*stream);
  ULONGLONG length = 0;
  BOOL rewindable = FALSE;
  CHECK(async->GetInfo(&length, &rewindable) == S_OK);
  CHECK(length == 3);
  CHECK(rewindable == TRUE);
  CHECK(async->GetInfo(nullptr, &rewindable) == E_POINTER);
  CHECK(async->Advise(nullptr) == S_OK);

  char bytes[8];
  ULONG read = 0;
  for (int round = 0; round < 2; ++round) {
    CHECK(async->TryRead(bytes, sizeof bytes, &read) == S_FALSE);
    CHECK(std::string(bytes, read) == "abc");
    CHECK(async->TryRead(bytes, sizeof bytes, &read) == S_FALSE);
    CHECK(read == 0);
    CHECK(async->Rewind() == S_OK);
  }
}

TEST_CASE("an empty memory stream is empty") {
  const auto stream = StreamOf("");
  HRESULT hr;
  CHECK(ReadOnce(*stream, 1, &hr).empty());
  CHECK(hr == S_FALSE);
}

}  // namespace imnxport
