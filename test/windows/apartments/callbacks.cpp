// Where callbacks are called and released: behaviour 8.
#include <algorithm>

#include "support/host_thread.h"
#include "support/recording_stream.h"
#include "support/server_library.h"

using namespace host;

namespace {

// A thread with a transport that has been posted from, and everything given back at the end.
struct Client {
  Client(const Library& library, Com com, bool any_thread = false) : thread(com), callback(any_thread) {
    thread.Do([&] {
      *transport.Put() = library.MakeTransport();
      CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
    });
  }
  ~Client() {
    thread.Do([&] { transport.Reset(); });
    CHECK(callback.WaitFree());
    CHECK_EQ(callback.Overlaps(), 0);
  }
  void PostNow(const WebServer& server, IStream* stream) {
    thread.Do([&] { Post(transport.Get(), server.Url(), stream); });
  }

  Thread thread;
  RecordingCallback callback;
  Ptr<IHTTPMailTransport> transport;
};

INETSERVER ServerInfo() {
  INETSERVER server{};
  lstrcpyA(server.szServerName, "http://127.0.0.1");
  return server;
}

}  // namespace

CASE(sta_callbacks_come_on_its_thread) {
  Library library;
  WebServer server;
  RecordingStream stream(200000, true);
  DWORD thread = 0;
  {
    Client client(library, Com::kSta);
    thread = client.thread.Id();
    client.thread.Do([&] {
      INETSERVER info = ServerInfo();
      CHECK_HR(client.transport->Connect(&info, TRUE, TRUE), S_OK);
    });
    client.PostNow(server, &stream);
    CHECK(client.callback.WaitDone());
    CHECK_HR(client.callback.LastDone(), S_OK);
    client.thread.Do([&] { client.transport.Reset(); });
    CHECK(client.callback.WaitFree());
    CHECK(!client.callback.Record().Of("OnStatus").empty());
    CHECK(!client.callback.Record().Of("OnCommand").empty());
    CHECK(!client.callback.Record().Of("Release").empty());
    client.callback.Record().CheckAllOn(thread);
  }
  CheckBody(server.Ended(0), 200000);
}

CASE(two_stas_have_a_thread_each) {
  Library library;
  WebServer server;
  RecordingStream first_stream(1000, true), second_stream(1000, true);
  Client first(library, Com::kSta), second(library, Com::kSta);
  first.PostNow(server, &first_stream);
  second.PostNow(server, &second_stream);
  CHECK(first.callback.WaitDone());
  CHECK(second.callback.WaitDone());
  first.callback.Record().CheckAllOn(first.thread.Id());
  second.callback.Record().CheckAllOn(second.thread.Id());
}

CASE(sta_that_does_not_pump_gets_its_calls_when_it_does) {
  Library library;
  WebServer server;
  RecordingStream stream(1000, true);
  Client client(library, Com::kSta);
  Gate busy;
  client.thread.Begin([&] {
    Post(client.transport.Get(), server.Url(), &stream);
    busy.Wait();
  });
  CHECK(server.Ended(0) != nullptr);
  CHECK(stream.WaitFree());  // the command is over
  CHECK_EQ(client.callback.Record().Count(), 0);
  busy.Open();
  client.thread.Join();
  CHECK(client.callback.WaitDone());
  client.callback.Record().CheckAllOn(client.thread.Id());
}

CASE(mta_callbacks_come_on_one_thread_of_the_mta) {
  Library library;
  WebServer server;
  RecordingStream stream(200000), again(1000);
  Client client(library, Com::kMta);
  client.PostNow(server, &stream);
  CHECK(client.callback.WaitDone());
  client.PostNow(server, &again);
  CHECK(client.callback.WaitDone(2));
  const auto calls = client.callback.Record().All();
  client.callback.Record().CheckAllOn(calls.front().thread);
  CHECK(calls.front().thread != client.thread.Id());
  CHECK_TEXT(calls.front().apartment.c_str(), "MTA");
}

CASE(mta_callback_is_released_in_the_mta) {
  // Also when it is an STA that lets go of it: the transport is the same pointer there.
  Library library;
  Client client(library, Com::kMta);
  Thread sta(Com::kSta);
  sta.Do([&] { CHECK_HR(client.transport->HandsOffCallback(), S_OK); });
  CHECK(client.callback.WaitFree());
  for (const Call& call : client.callback.Record().Of("Release")) {
    CHECK(call.thread != sta.Id());
    CHECK_TEXT(call.apartment.c_str(), "MTA");
  }
}

CASE(comless_thread_gets_its_calls_and_stays_without_com) {
  // Without any apartment in the process, but for that of the library's threads.
  CoUninitialize();
  {
    Library library;
    WebServer server;
    RecordingStream stream(200000);
    Client client(library, Com::kNone);
    client.PostNow(server, &stream);
    CHECK(client.callback.WaitDone());
    CHECK_HR(client.callback.LastDone(), S_OK);
    client.callback.Record().CheckAllOn(client.thread.Id());
    stream.Record().CheckNoneOn(client.thread.Id());
    client.thread.Do([&] {
      CHECK_HR(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED), S_OK);  // not S_FALSE: nobody has done it
      CoUninitialize();
    });
    CheckBody(server.Ended(0), 200000);
  }
  CHECK_HR(CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
}

CASE(apartments_of_the_host_stay_what_they_are) {
  // RPC_E_CHANGED_MODE is what the library would meet, and leave behind, if it initialised COM here.
  Library library;
  WebServer server;
  RecordingStream stream(1000, true);
  Client sta(library, Com::kSta), mta(library, Com::kMta);
  sta.PostNow(server, &stream);
  CHECK(sta.callback.WaitDone());
  CHECK(stream.WaitFree());
  mta.PostNow(server, &stream);
  CHECK(mta.callback.WaitDone());
  sta.thread.Do([] {
    CHECK_TEXT(ApartmentHere().c_str(), "STA");
    CHECK_HR(CoInitializeEx(nullptr, COINIT_MULTITHREADED), RPC_E_CHANGED_MODE);
  });
  mta.thread.Do([] {
    CHECK_TEXT(ApartmentHere().c_str(), "MTA");
    CHECK_HR(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED), RPC_E_CHANGED_MODE);
  });
}

CASE(any_thread_callback_never_comes_on_the_sta) {
  Library library;
  WebServer server;
  RecordingStream stream(200000, true);
  Client client(library, Com::kSta, true);
  Gate busy;
  client.thread.Begin([&] {
    Post(client.transport.Get(), server.Url(), &stream);
    busy.Wait();
  });
  CHECK(client.callback.WaitDone());  // though the STA does not pump
  CHECK_HR(client.callback.LastDone(), S_OK);
  client.callback.Record().CheckNoneOn(client.thread.Id());
  busy.Open();
  client.thread.Join();
}

CASE(init_new_moves_the_callback_to_another_thread) {
  // What is still on its way to the first thread calls nobody there.
  Library library;
  WebServer server;
  RecordingStream stream(1000, true);
  Client client(library, Com::kSta);
  Thread other(Com::kSta);
  RecordingCallback second;
  Gate busy, waiting;
  client.thread.Begin([&] {
    INETSERVER info = ServerInfo();
    CHECK_HR(client.transport->Connect(&info, TRUE, FALSE), S_OK);
    CHECK_HR(client.transport->Disconnect(), S_OK);
    waiting.Open();
    busy.Wait();
  });
  CHECK(waiting.Wait());
  other.Do([&] {
    CHECK_HR(client.transport->InitNew("other", nullptr, &second), S_OK);
    Post(client.transport.Get(), server.Url(), &stream);
  });
  CHECK(second.WaitDone());
  busy.Open();
  client.thread.Join();
  CHECK(client.callback.WaitFree());
  client.callback.Record().CheckAllOn(client.thread.Id());
  CHECK(client.callback.Record().Of("OnStatus").empty());
  client.thread.Do([&] { client.transport.Reset(); });
  CHECK(second.WaitFree());
  second.Record().CheckAllOn(other.Id());
}

CASE(a_callback_that_pumps_lets_other_transports_go_on) {
  Library library;
  WebServer server;
  RecordingStream stream(1000, true), second_of_first(1000, true), other_stream(1000, true);
  Client client(library, Com::kSta);
  RecordingCallback other_callback;
  Ptr<IHTTPMailTransport> other;
  client.thread.Do([&] {
    *other.Put() = library.MakeTransport();
    CHECK_HR(other->InitNew("other", nullptr, &other_callback), S_OK);
  });
  bool nested = false;
  client.callback.inside = [&](const std::string& what) {
    if (what != "OnDone" || nested) return;
    nested = true;
    Post(other.Get(), server.Url("/other"), &other_stream);
    // A logon dialog, say: the other transport's command begins and ends inside, and this one's next has
    // ended on the wire meanwhile, but is not told.
    CHECK(PumpUntil([&] { return other_callback.Done() == 1; }));
    CHECK(server.Ended(1) != nullptr);
    CHECK(second_of_first.WaitFree());
    CHECK(!PumpUntil([&] { return client.callback.Done() > 1; }, 200));  // time is what is tested
  };
  client.thread.Do([&] {
    Post(client.transport.Get(), server.Url("/1"), &stream);
    Post(client.transport.Get(), server.Url("/2"), &second_of_first);
  });
  CHECK(client.callback.WaitDone(2));
  CHECK_EQ(client.callback.Overlaps(), 0);
  client.callback.Record().CheckAllOn(client.thread.Id());
  other_callback.Record().CheckAllOn(client.thread.Id());
  client.thread.Do([&] { other.Reset(); });
  CHECK(other_callback.WaitFree());
  client.callback.inside = nullptr;
}

namespace {

// Lets go of the callback while one of its calls runs on the STA, by `let_go` on another thread.
void LetGoDuringACall(const std::function<void(Client&)>& let_go) {
  Library library;
  WebServer server;
  RecordingStream stream(1000, true), never(1000, true);
  Client client(library, Com::kSta);
  Gate inside, go_on;
  client.callback.inside = [&](const std::string& what) {
    if (what != "OnDone") return;
    inside.Open();
    go_on.Wait();
  };
  client.PostNow(server, &stream);
  CHECK(inside.Wait());
  Post(client.transport.Get(), server.Url("/2"), &never);
  let_go(client);  // returns although the call runs
  CHECK(client.callback.References() > 1);
  go_on.Open();
  CHECK(client.callback.WaitFree());
  CHECK(never.WaitFree());
  CHECK_EQ(client.callback.Done(), 1);
  client.callback.Record().CheckAllOn(client.thread.Id());
  client.callback.inside = nullptr;
}

}  // namespace

CASE(hands_off_from_another_thread_during_a_call) {
  LetGoDuringACall([](Client& client) { CHECK_HR(client.transport->HandsOffCallback(), S_OK); });
}

CASE(final_release_from_another_thread_during_a_call) {
  LetGoDuringACall([](Client& client) { client.transport.Reset(); });
}

CASE(final_release_inside_a_callback_on_an_sta) {
  Library library;
  WebServer server;
  RecordingStream stream(1000, true), never(1000, true);
  Client client(library, Com::kSta);
  ULONG left = 99;
  client.callback.inside = [&](const std::string& what) {
    if (what != "OnDone") return;
    left = client.transport->Release();
    client.transport.Forget();
  };
  server.HoldNext();
  client.PostNow(server, &stream);
  client.PostNow(server, &never);
  server.LetGo();
  CHECK(client.callback.WaitFree());
  CHECK_EQ(left, 0);
  CHECK(never.WaitFree());
  CHECK_EQ(client.callback.Done(), 1);
  client.callback.Record().CheckAllOn(client.thread.Id());
  client.callback.inside = nullptr;
}
