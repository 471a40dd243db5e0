// The message-only windows behind the callbacks of a thread, and the end of such a thread: behaviour 8.
#include <vector>

#include "support/host_thread.h"
#include "support/recording_stream.h"
#include "support/server_library.h"

using namespace host;

namespace {

constexpr wchar_t kClass[] = L"imnxport.calls";

// All windows of the library in this process.
std::vector<HWND> Windows() {
  std::vector<HWND> found;
  HWND window = nullptr;
  while ((window = FindWindowExW(HWND_MESSAGE, window, kClass, nullptr)) != nullptr) {
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    if (process == GetCurrentProcessId()) found.push_back(window);
  }
  return found;
}

bool ClassExists(const Library& library) {
  WNDCLASSEXW type{};
  type.cbSize = sizeof type;
  return GetClassInfoExW(library.Module(), kClass, &type) != 0;
}

bool NoWindowsSoon(const Library& library) {
  return Eventually([&] { return Windows().empty() && !ClassExists(library); });
}

// An STA with a transport; `any` is its callback.
void Init(const Library& library, Thread& thread, RecordingCallback* callback,
          Ptr<IHTTPMailTransport>* transport) {
  thread.Do([&] {
    *transport->Put() = library.MakeTransport();
    CHECK_HR((*transport)->InitNew("host", nullptr, callback), S_OK);
  });
}

}  // namespace

CASE(one_window_serves_a_thread_and_goes_with_the_last_transport) {
  Library library;
  Thread sta(Com::kSta), other(Com::kSta);
  RecordingCallback callbacks[4];
  Ptr<IHTTPMailTransport> transports[4];
  CHECK(Windows().empty());
  for (int i = 0; i < 3; ++i) Init(library, sta, &callbacks[i], &transports[i]);
  REQUIRE(Windows().size() == 1);
  CHECK_EQ(GetWindowThreadProcessId(Windows()[0], nullptr), sta.Id());
  CHECK(reinterpret_cast<HMODULE>(GetWindowLongPtrW(Windows()[0], GWLP_HINSTANCE)) == library.Module());
  Init(library, other, &callbacks[3], &transports[3]);
  CHECK_EQ(Windows().size(), 2);
  CHECK(ClassExists(library));
  for (int i = 0; i < 3; ++i) {
    sta.Do([&] { transports[i].Reset(); });
    CHECK_EQ(Windows().size(), i < 2 ? 2 : 1);
  }
  transports[3].Reset();  // on a thread that is not the window's: it goes there, when that thread pumps
  CHECK(NoWindowsSoon(library));
  for (RecordingCallback& callback : callbacks) CHECK(callback.WaitFree());
  callbacks[3].Record().CheckAllOn(other.Id());
}

CASE(a_window_that_is_about_to_go_serves_a_new_transport) {
  Library library;
  WebServer server;
  Thread sta(Com::kSta);
  RecordingStream stream(1000, true);
  RecordingCallback first, second;
  Ptr<IHTTPMailTransport> one, other;
  Init(library, sta, &first, &one);
  Gate busy, waiting;
  sta.Begin([&] {
    waiting.Open();
    busy.Wait();
    *other.Put() = library.MakeTransport();
    CHECK_HR(other->InitNew("host", nullptr, &second), S_OK);
    Post(other.Get(), server.Url(), &stream);
  });
  CHECK(waiting.Wait());
  one.Reset();
  busy.Open();
  sta.Join();
  CHECK(second.WaitDone());
  CHECK(first.WaitFree());
  sta.Do([&] { other.Reset(); });
  CHECK(second.WaitFree());
  CHECK(NoWindowsSoon(library));
  first.Record().CheckAllOn(sta.Id());
  second.Record().CheckAllOn(sta.Id());
}

// ---- a thread that ends -----------------------------------------------------------------------------

namespace {

void EndWithACommandRunning(Leave leave) {
  Library library;
  WebServer server;
  RecordingStream running(1000, true), queued(1000, true), bound(1000);
  RecordingCallback callback;
  Ptr<IHTTPMailTransport> transport;
  server.HoldNext();
  {
    Thread sta(Com::kSta);
    Init(library, sta, &callback, &transport);
    sta.Do([&] {
      Post(transport.Get(), server.Url("/held"), &running);
      Post(transport.Get(), server.Url("/queued"), &queued);
      Post(transport.Get(), server.Url("/bound"), &bound);
    });
    CHECK(server.WaitHead(0));
    CHECK_HR(transport->IsState(IXP_IS_BUSY), S_OK);
    sta.End(leave);
  }
  const size_t calls = callback.Record().Count();
  // Its commands are aborted, its agile streams released, the stream of its apartment left alone.
  CHECK(running.WaitFree());
  CHECK(queued.WaitFree());
  CHECK(Eventually([&] { return transport->IsState(IXP_IS_BUSY) == S_FALSE; }));
  CHECK(NoWindowsSoon(library));
  CHECK_EQ(server.Requests(), 1);
  CHECK(bound.Record().Of("Read").empty());
  // The callback is forgotten: neither called nor released.
  CHECK_EQ(callback.Record().Count(), calls);
  CHECK_EQ(callback.Done(), 0);
  CHECK(callback.References() > 1);
  CHECK_HR(transport->HandsOffCallback(), S_FALSE);
  // The transport has outlived it, and serves another thread.
  Thread next(Com::kSta);
  RecordingStream stream(1000, true);
  RecordingCallback second;
  next.Do([&] {
    CHECK_HR(transport->InitNew("next", nullptr, &second), S_OK);
    server.LetGo();
    Post(transport.Get(), server.Url("/next"), &stream);
  });
  CHECK(second.WaitDone());
  CHECK_HR(second.LastDone(), S_OK);
  next.Do([&] { transport.Reset(); });
  CHECK(second.WaitFree());
  second.Record().CheckAllOn(next.Id());
}

}  // namespace

CASE(a_thread_that_ends_takes_its_commands_along) { EndWithACommandRunning(Leave::kProperly); }

CASE(a_thread_that_ends_without_leaving_com) { EndWithACommandRunning(Leave::kWithoutAWord); }

CASE(a_thread_that_ends_before_it_looked) {
  // The answers wait for it, and a message that the window may go; nobody ever looks.
  Library library;
  WebServer server;
  RecordingStream stream(1000, true);
  RecordingCallback callback;
  Ptr<IHTTPMailTransport> transport;
  Gate posted, end;
  Thread sta(Com::kSta);
  sta.BeginLast(
      [&] {
        *transport.Put() = library.MakeTransport();
        CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
        Post(transport.Get(), server.Url(), &stream);
        posted.Open();
        end.Wait();
      },
      Leave::kWithoutAWord);
  CHECK(posted.Wait());
  CHECK(stream.WaitFree());
  transport.Reset();
  CHECK(!library.CanUnload());
  end.Open();
  sta.End();
  CHECK(NoWindowsSoon(library));
  CHECK_EQ(callback.Record().Count(), 0);
}

CASE(threads_that_come_and_go_have_windows_of_their_own) {
  // Ids of threads are used again; windows are not.
  Library library;
  WebServer server;
  for (int i = 0; i < 20; ++i) {
    RecordingStream stream(1000, true);
    RecordingCallback callback;
    Ptr<IHTTPMailTransport> transport;
    DWORD id = 0;
    {
      Thread sta(i % 2 ? Com::kSta : Com::kNone);
      id = sta.Id();
      Init(library, sta, &callback, &transport);
      sta.Do([&] { Post(transport.Get(), server.Url(), &stream); });
      CHECK(callback.WaitDone());
      CHECK_EQ(Windows().size() >= 1, 1);
    }
    callback.Record().CheckAllOn(id);
    transport.Reset();
  }
  CHECK(NoWindowsSoon(library));
}

CASE(threads_that_end_all_at_once) {
  enum { kThreads = 24 };
  Library library;
  WebServer server;
  server.HoldNext();
  std::vector<std::unique_ptr<Thread>> threads;
  RecordingCallback callbacks[kThreads];
  std::vector<std::unique_ptr<RecordingStream>> streams;
  Ptr<IHTTPMailTransport> transports[kThreads];
  for (int i = 0; i < kThreads; ++i) {
    threads.push_back(std::make_unique<Thread>(Com::kSta));
    streams.push_back(std::make_unique<RecordingStream>(1000, true));
    Init(library, *threads[i], &callbacks[i], &transports[i]);
    threads[i]->Do([&] { Post(transports[i].Get(), server.Url(), streams[i].get()); });
  }
  threads.clear();
  for (auto& stream : streams) CHECK(stream->WaitFree());
  CHECK(NoWindowsSoon(library));
}
