// StreamReader: rewinding, length and Reads of streams that implement half of the interface.
#include "stream/stream_reader.h"

#include <doctest/doctest.h>

#include "support/scripted_stream.h"

using namespace imnxport;
using imnxport::test::ScriptedStream;
using Method = ScriptedStream::Method;

namespace {

std::string ReadAll(StreamReader& reader) {
  std::string bytes;
  char piece[7];
  uint32_t got = 0;
  while (reader.Read(piece, sizeof piece, &got) == S_OK) bytes.append(piece, got);
  return bytes;
}

}  // namespace

TEST_CASE("behaviour 4.1: a stream is posted whole, from offset 0, wherever its pointer stands") {
  ScriptedStream stream("hello world");
  stream.position = 7;
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK(reader.Rewindable());
  CHECK(reader.Length() == uint64_t{11});
  CHECK(ReadAll(reader) == "hello world");
}

TEST_CASE("behaviour 4.2: the length is the end by Seek, and Stat is not asked then") {
  ScriptedStream stream("12345");
  stream.on_stat = [](STATSTG* stat, DWORD) {
    stat->cbSize.QuadPart = 99;
    return S_OK;
  };
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK(reader.Length() == uint64_t{5});
  CHECK(stream.CountOf(Method::kStat) == 0);
}

TEST_CASE("behaviour 4.2: an empty stream that seeks has the length 0, not an unknown one") {
  ScriptedStream stream;
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK(reader.Length() == uint64_t{0});
  CHECK(reader.Rewindable());
}

TEST_CASE("behaviour 4.2: without Seek the length is the size by Stat, asked without a name") {
  ScriptedStream stream("12345");
  stream.WithoutSeek();
  DWORD flags = 99;
  stream.on_stat = [&](STATSTG* stat, DWORD asked) {
    flags = asked;
    return stream.HonestStat(stat, asked);
  };
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK_FALSE(reader.Rewindable());
  CHECK(reader.Length() == uint64_t{5});
  CHECK(flags == static_cast<DWORD>(STATFLAG_NONAME));
}

TEST_CASE("behaviour 4.2: a size of 0 by Stat, or a Stat that fails, is an unknown length") {
  ScriptedStream zero("12345");
  zero.WithoutSeek().on_stat = [](STATSTG* stat, DWORD) {
    stat->cbSize.QuadPart = 0;
    return S_OK;
  };
  ScriptedStream none("12345");
  none.WithoutSeek().on_stat = [](STATSTG* stat, DWORD) {
    stat->cbSize.QuadPart = 99;  // what a failing call leaves behind does not count
    return E_NOTIMPL;
  };
  for (ScriptedStream* stream : {&zero, &none}) {
    StreamReader reader(stream);
    CHECK(reader.Open({}) == S_OK);
    CHECK_FALSE(reader.Length().has_value());
    CHECK_FALSE(reader.Rewindable());
    CHECK(ReadAll(reader) == "12345");
  }
}

TEST_CASE("behaviour 4.1: a stream that cannot seek is posted from where it stands") {
  ScriptedStream stream("hello world");
  stream.position = 6;
  stream.WithoutSeek().WithoutStat();
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK_FALSE(reader.Rewindable());
  CHECK(ReadAll(reader) == "world");
}

TEST_CASE("a promised length is taken for granted: the stream is not asked for it, but it is rewound") {
  ScriptedStream stream("12345");
  stream.position = 3;
  StreamReader reader(&stream);
  CHECK(reader.Open(uint64_t{4}) == S_OK);
  CHECK(reader.Length() == uint64_t{4});
  CHECK(reader.Rewindable());
  CHECK(stream.position == 0);
  CHECK(stream.CountOf(Method::kSeek) == 1);
  CHECK(stream.CountOf(Method::kStat) == 0);
}

TEST_CASE("a promised length of a stream that cannot seek is its length") {
  ScriptedStream stream("12345");
  stream.WithoutSeek();
  StreamReader reader(&stream);
  CHECK(reader.Open(uint64_t{0}) == S_OK);
  CHECK(reader.Length() == uint64_t{0});
  CHECK_FALSE(reader.Rewindable());
}

TEST_CASE("a stream that went to its end and does not come back fails with the HRESULT of its Seek") {
  ScriptedStream stream("12345");
  stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    return origin == STREAM_SEEK_END ? stream.HonestSeek(move, origin, where) : STG_E_SEEKERROR;
  };
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == STG_E_SEEKERROR);
}

TEST_CASE("a stream that only seeks to its beginning is rewindable and tells its length by Stat") {
  ScriptedStream stream("12345");
  stream.position = 2;
  stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    return origin == STREAM_SEEK_SET ? stream.HonestSeek(move, origin, where) : E_NOTIMPL;
  };
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK(reader.Rewindable());
  CHECK(reader.Length() == uint64_t{5});
  CHECK(ReadAll(reader) == "12345");
}

TEST_CASE("a Seek that answers S_OK and says no position has not sought: the stream is not rewindable") {
  ScriptedStream stream("12345");
  stream.position = 2;
  stream.on_seek = [](LONGLONG, DWORD, ULARGE_INTEGER*) { return S_OK; };
  StreamReader reader(&stream);
  CHECK(reader.Open({}) == S_OK);
  CHECK_FALSE(reader.Rewindable());
  CHECK(reader.Length() == uint64_t{5});  // by Stat
}

TEST_CASE(
    "a stream that comes back from its end to somewhere else than 0 fails: it would be posted in part") {
  ScriptedStream stream("12345");
  stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    return stream.HonestSeek(origin == STREAM_SEEK_SET ? 3 : move, origin, where);
  };
  StreamReader reader(&stream);
  CHECK(FAILED(reader.Open({})));
}

TEST_CASE("behaviour 4.3: S_OK or S_FALSE with bytes goes on, with 0 bytes it is the end") {
  for (const HRESULT data : {S_OK, S_FALSE}) {
    for (const HRESULT end : {S_OK, S_FALSE}) {
      ScriptedStream stream("hello world");
      stream.data_answer = data;
      stream.end_answer = end;
      stream.longest_read = 3;
      StreamReader reader(&stream);
      REQUIRE(reader.Open({}) == S_OK);
      CHECK(ReadAll(reader) == "hello world");
      char byte;
      uint32_t got = 99;
      CHECK(reader.Read(&byte, 1, &got) == S_FALSE);
      CHECK(got == 0);
    }
  }
}

TEST_CASE("behaviour 4.3: E_PENDING and every other failure is a failing Read, whatever the count says") {
  for (const HRESULT failure : {E_PENDING, E_FAIL, STG_E_READFAULT, STG_E_REVERTED}) {
    ScriptedStream stream("12345");
    stream.on_read = [&](void*, ULONG, ULONG* read) {
      *read = 1;
      return failure;
    };
    StreamReader reader(&stream);
    REQUIRE(reader.Open({}) == S_OK);
    char piece[4];
    uint32_t got = 99;
    CHECK(reader.Read(piece, sizeof piece, &got) == failure);
    CHECK(got == 0);
  }
}

TEST_CASE("behaviour 4.3: more bytes than asked is E_UNEXPECTED") {
  ScriptedStream stream("12345");
  stream.on_read = [](void*, ULONG size, ULONG* read) {
    *read = size + 1;
    return S_OK;
  };
  StreamReader reader(&stream);
  REQUIRE(reader.Open({}) == S_OK);
  char piece[4];
  uint32_t got = 99;
  CHECK(reader.Read(piece, sizeof piece, &got) == E_UNEXPECTED);
  CHECK(got == 0);
}

TEST_CASE("a Read that never writes its count has read nothing") {
  ScriptedStream stream("12345");
  stream.on_read = [](void*, ULONG, ULONG*) { return S_OK; };
  StreamReader reader(&stream);
  REQUIRE(reader.Open({}) == S_OK);
  char piece[4];
  uint32_t got = 99;
  CHECK(reader.Read(piece, sizeof piece, &got) == S_FALSE);
  CHECK(got == 0);
}

TEST_CASE("behaviour 4.1: a reader that was stopped calls nothing but Release") {
  ScriptedStream stream("12345");
  StreamReader reader(&stream);
  reader.Stop();
  char piece[4];
  uint32_t got = 99;
  CHECK(reader.Open({}) == E_ABORT);
  CHECK(reader.Rewind() == E_ABORT);
  CHECK(reader.Read(piece, sizeof piece, &got) == E_ABORT);
  CHECK(stream.Calls().empty());
  CHECK(stream.Taken() == 1);
  reader.Close();
  CHECK(stream.Taken() == 0);
}

TEST_CASE("behaviour 4.1: a reader that is stopped during a call begins no other") {
  ScriptedStream stream("12345");
  StreamReader reader(&stream);
  stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    reader.Stop();
    return stream.HonestSeek(move, origin, where);
  };
  CHECK(reader.Open({}) == E_ABORT);
  CHECK(stream.Calls().size() == 1);
}

TEST_CASE("behaviour 4.7: the one reference that is taken is given back by Close, or at the end") {
  ScriptedStream stream("12345");
  {
    StreamReader reader(&stream);
    CHECK(stream.Taken() == 1);
    reader.Close();
    CHECK(stream.Taken() == 0);
    StreamReader other(&stream);
    CHECK(stream.Taken() == 1);
  }
  CHECK(stream.Taken() == 0);
}
