// Calls into somebody's stream: in order, off the caller's thread, and the end.
#include "stream/stream_client.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <functional>
#include <vector>

#include "support/eventually.h"
#include "support/gate.h"
#include "support/scripted_stream.h"

namespace imnxport {
namespace {

using test::Eventually;
using test::Gate;
using test::kPatience;
using test::ScriptedStream;

struct NamedCall final : StreamCall {
  NamedCall(int number, std::function<void(IStream*)> work) : number(number), work(std::move(work)) {}
  void Run(IStream* stream) noexcept override {
    if (work) work(stream);
  }
  const int number;
  const std::function<void(IStream*)> work;
};

// Remembers what it was given back: the numbers of the calls, negative when they were not made.
struct Owner final : StreamClientOwner {
  void OnDone(std::unique_ptr<StreamCall> call, bool ran) noexcept override {
    std::lock_guard lock(mutex);
    const int number = static_cast<NamedCall&>(*call).number;
    done.push_back(ran ? number : -number);
    changed.notify_all();
  }
  bool Await(const std::vector<int>& expected) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, kPatience, [&] { return done == expected; });
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<int> done;
};

struct Client {
  explicit Client(ScriptedStream* stream) : client(StreamClient::Make(stream, owner)) {}

  void Call(int number, std::function<void(IStream*)> work = nullptr) {
    client->Queue(std::make_unique<NamedCall>(number, std::move(work)));
  }
  void Close(int number) { client->Close(std::make_unique<NamedCall>(number, nullptr)); }

  const std::shared_ptr<Owner> owner = std::make_shared<Owner>();
  std::shared_ptr<StreamClient> client;
};

}  // namespace

TEST_CASE("calls into a stream are made in their order, on another thread") {
  ScriptedStream stream("abcdef");
  Client client(&stream);
  std::vector<std::thread::id> threads;
  std::string read;
  for (int i = 1; i <= 3; ++i) {
    client.Call(i, [&](IStream* called) {
      CHECK(called == static_cast<IStream*>(&stream));
      char byte = 0;
      ULONG got = 0;
      CHECK(called->Read(&byte, 1, &got) == S_OK);
      read.push_back(byte);
      threads.push_back(std::this_thread::get_id());
    });
  }
  CHECK(client.owner->Await({1, 2, 3}));
  CHECK(read == "abc");
  for (const auto& thread : threads) CHECK(thread != std::this_thread::get_id());
  client.Close(4);
  CHECK(client.owner->Await({1, 2, 3, 4}));
  CHECK(stream.Taken() == 0);
}

TEST_CASE("whoever calls is not held up by a stream that is slow") {
  ScriptedStream stream;
  Client client(&stream);
  Gate gate;
  client.Call(1, [&](IStream*) { gate.Pass(); });
  REQUIRE(gate.AwaitArrival());
  client.Call(2);
  CHECK(client.owner->done.empty());
  gate.Open();
  CHECK(client.owner->Await({1, 2}));
  client.Close(3);
  CHECK(client.owner->Await({1, 2, 3}));
}

TEST_CASE("a client that is closed gives back what has not begun, and the stream after what has") {
  ScriptedStream stream;
  Client client(&stream);
  Gate gate;
  client.Call(1, [&](IStream*) { gate.Pass(); });
  REQUIRE(gate.AwaitArrival());
  client.Call(2);
  client.Call(3);
  client.Close(4);
  CHECK(client.owner->Await({-2, -3}));
  client.Call(5);
  CHECK(client.owner->Await({-2, -3, -5}));
  CHECK(stream.Taken() == 1);
  gate.Open();
  CHECK(client.owner->Await({-2, -3, -5, 1, 4}));
  CHECK(stream.Taken() == 0);
  CHECK(stream.ReleasedOn() != std::this_thread::get_id());
}

TEST_CASE("a client may go while a call is running") {
  ScriptedStream stream;
  Gate gate;
  {
    Client client(&stream);
    client.Call(1, [&](IStream*) { gate.Pass(); });
    REQUIRE(gate.AwaitArrival());
    client.client->Close(nullptr);
  }
  CHECK(stream.Taken() == 1);
  gate.Open();
  CHECK(Eventually([&] { return stream.Taken() == 0; }));
}

}  // namespace imnxport
