// ComPtr: who owns which reference.
#include "com/com_ptr.h"

#include <doctest/doctest.h>

#include <utility>

#include "support/scripted_stream.h"

using namespace imnxport;
using imnxport::test::ScriptedStream;

TEST_CASE("a ComPtr takes one reference of its own and gives it back at its end") {
  ScriptedStream stream;
  {
    const ComPtr<IStream> pointer(&stream);
    CHECK(stream.Taken() == 1);
    CHECK(pointer.Get() == &stream);
    CHECK(static_cast<bool>(pointer));
  }
  CHECK(stream.Taken() == 0);
}

TEST_CASE("a copied ComPtr takes a reference, a moved one hands its own over") {
  ScriptedStream stream;
  ComPtr<IStream> first(&stream);
  ComPtr<IStream> second(first);
  CHECK(stream.Taken() == 2);
  ComPtr<IStream> third(std::move(first));
  CHECK(stream.Taken() == 2);
  CHECK_FALSE(static_cast<bool>(first));
  CHECK(third.Get() == &stream);
}

TEST_CASE("assigning a ComPtr releases what was held, and to itself changes nothing") {
  ScriptedStream one;
  ScriptedStream other;
  ComPtr<IStream> pointer(&one);
  pointer = ComPtr<IStream>(&other);
  CHECK(one.Taken() == 0);
  CHECK(other.Taken() == 1);
  const ComPtr<IStream>& same = pointer;
  pointer = same;
  CHECK(pointer.Get() == &other);
  CHECK(other.Taken() == 1);
  pointer = nullptr;
  CHECK(other.Taken() == 0);
}

TEST_CASE("Attach and Detach move a reference without counting it") {
  ScriptedStream stream;
  stream.AddRef();
  auto pointer = ComPtr<IStream>::Attach(&stream);
  CHECK(stream.Taken() == 1);
  IStream* raw = pointer.Detach();
  CHECK(raw == &stream);
  CHECK_FALSE(static_cast<bool>(pointer));
  CHECK(stream.Taken() == 1);
  raw->Release();
  CHECK(stream.Taken() == 0);
}

TEST_CASE("Put releases what was held before the address is given out") {
  ScriptedStream stream;
  ComPtr<IStream> pointer(&stream);
  IStream** address = pointer.Put();
  CHECK(stream.Taken() == 0);
  CHECK(*address == nullptr);
  CHECK(stream.QueryInterface(IID_IStream, pointer.PutVoid()) == S_OK);
  CHECK(stream.Taken() == 1);
  pointer.Reset();
  pointer.Reset();
  CHECK(stream.Taken() == 0);
}
