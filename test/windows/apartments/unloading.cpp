// Loaded by COM, used, released and unloaded, again and again: nothing is left behind.
#include <objbase.h>

#include <cstdio>

#include "support/activation.h"
#include "support/host_thread.h"
#include "support/recording_stream.h"
#include "support/server_library.h"

using namespace host;

namespace {

enum { kRounds = 100, kSettled = 20 };

// One life of the library on a thread in an apartment of that kind: a post with a stream of the apartment.
void UseOnce(const Activation& activation, Com com) {
  WebServer server;
  RecordingCallback callback;
  RecordingStream stream(1000);
  Ptr<IHTTPMailTransport> transport;
  *transport.Put() = activation.CreateTransport();
  CHECK(activation.IsLoaded());
  CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
  Post(transport.Get(), server.Url(), &stream);
  if (com == Com::kMta) {
    CHECK(callback.WaitDone());
  } else {
    CHECK(PumpUntil([&] { return callback.Done() == 1; }));
  }
  CHECK_HR(callback.LastDone(), S_OK);
  CHECK_EQ(stream.References(), 1);
  transport.Reset();
  // In an STA at once, although it does not pump any more.
  if (com == Com::kMta) CHECK(callback.WaitFree());
  CHECK_EQ(callback.References(), 1);
  CHECK(FreeUnusedLibraries(activation));
}

void UseManyTimes(Com com) {
  Activation activation;
  Thread thread(com);
  int threads = 0, handles = 0;
  for (int round = 0; round < kRounds; ++round) {
    thread.Do([&] { UseOnce(activation, com); });
    // The first rounds start what the system keeps: its thread pool, its sockets.
    if (round + 1 == kSettled) {
      threads = CountThreads();
      handles = CountHandles();
    }
  }
  std::printf("# after %d rounds %d threads, %d handles; after %d rounds %d, %d\n", kSettled, threads,
              handles, kRounds, CountThreads(), CountHandles());
  // A leak in every round would be 80 of them; the system's own come and go.
  CHECK(CountThreads() <= threads + 2);
  CHECK(CountHandles() <= handles + 8);
}

}  // namespace

CASE(used_and_unloaded_100_times_in_an_sta) { UseManyTimes(Com::kSta); }

CASE(used_and_unloaded_100_times_in_the_mta) { UseManyTimes(Com::kMta); }

CASE(unloaded_after_the_thread_of_the_callback_has_ended) {
  Activation activation;
  WebServer server;
  for (int round = 0; round < 20; ++round) {
    RecordingCallback callback;
    RecordingStream stream(1000, true);
    Ptr<IHTTPMailTransport> transport;
    Thread thread(Com::kSta);
    // Made here: what a thread has loaded COM asks for on that thread only, at least Wine's does.
    *transport.Put() = activation.CreateTransport();
    thread.BeginLast([&] {
      CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
      Post(transport.Get(), server.Url(), &stream);
    });
    thread.End();
    transport.Reset();
    CHECK(stream.WaitFree());
    CHECK(FreeUnusedLibraries(activation));
  }
}

CASE(not_unloaded_while_it_is_used) {
  Activation activation;
  WebServer server;
  Thread thread(Com::kSta);
  RecordingCallback callback;
  RecordingStream stream(1000, true);
  Gate read;
  stream.gate = &read;
  Ptr<IHTTPMailTransport> transport;
  const auto try_to_unload = [&] {
    for (int i = 0; i < 5; ++i) CoFreeUnusedLibrariesEx(0, 0);
    CHECK(activation.IsLoaded());
  };
  thread.Do([&] {
    *transport.Put() = activation.CreateTransport();
    CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
    try_to_unload();
    Post(transport.Get(), server.Url(), &stream);
  });
  CHECK(stream.reached.Wait());
  thread.Do([&] {
    transport.Reset();
    try_to_unload();  // a Read has not come back yet
  });
  read.Open();
  CHECK(stream.WaitFree());
  thread.Do([&] { CHECK(FreeUnusedLibraries(activation)); });
}
