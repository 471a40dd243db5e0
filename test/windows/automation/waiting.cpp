// What goes on in an apartment while a Post waits there, and how a wait ends.
#include <atomic>
#include <thread>

#include "support/streams.h"

namespace {

constexpr UINT kWork = WM_APP + 1;

// A message-only window of the thread that makes it; kWork and timers run `work`, which says whether that was
// all.
class Window {
 public:
  Window() {
    WNDCLASSW type{};
    type.lpfnWndProc = &Procedure;
    type.hInstance = GetModuleHandleW(nullptr);
    type.lpszClassName = L"automation-test";
    RegisterClassW(&type);  // fails when there is one already, which serves as well
    handle = CreateWindowExW(0, type.lpszClassName, nullptr, 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                             type.hInstance, nullptr);
    REQUIRE(handle != nullptr);
    SetWindowLongPtrW(handle, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
  }
  ~Window() { DestroyWindow(handle); }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  HWND handle;
  std::function<void()> work = [] {};
  std::function<void()> timer = [] {};
  std::atomic<int> handled{0};
  std::atomic<DWORD> thread{0};  // of the last call

 private:
  static LRESULT CALLBACK Procedure(HWND handle, UINT message, WPARAM wide, LPARAM value) {
    auto* const self = reinterpret_cast<Window*>(GetWindowLongPtrW(handle, GWLP_USERDATA));
    if (!self || (message != kWork && message != WM_TIMER))
      return DefWindowProcW(handle, message, wide, value);
    ++self->handled;
    self->thread = GetCurrentThreadId();
    (message == kWork ? self->work : self->timer)();
    return 4711;
  }
};

// The case has a poster that posts to a server which holds its answer, on the thread that calls this, and
// `meanwhile` runs on a thread of its own as soon as the request has come.
HRESULT PostHeld(Host* host, const std::function<void()>& meanwhile, LONG* status = nullptr) {
  const int number = ServerRequests(host->server);
  host->AnswerHeld();
  std::thread other([&] {
    REQUIRE(ServerWaitHead(host->server, number));
    meanwhile();
  });
  LONG got = 0;
  const std::string url = host->Url("/held");
  const HRESULT hr = host->poster->Post(Bstr(url.c_str()), Variant(L"held"), nullptr, &got);
  other.join();
  if (status) *status = got;
  return hr;
}

}  // namespace

CASE(wait_dispatches_posted_messages_and_timers) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Window window;
    // The answer depends on a message, and that on a timer: without a dispatching wait it never comes.
    window.work = [&] { SetTimer(window.handle, 1, 10, nullptr); };
    window.timer = [&] {
      KillTimer(window.handle, 1);
      ServerLetGo(host.server);
    };
    LONG status = 0;
    CHECK_HR(PostHeld(
                 &host, [&] { PostMessageW(window.handle, kWork, 0, 0); }, &status),
             S_OK);
    CHECK_EQ(status, 201);
    CHECK_EQ(window.handled, 2);
    CHECK_EQ(window.thread, GetCurrentThreadId());
  });
}

CASE(wait_dispatches_for_another_sta) {
  // Another apartment sends, and waits for the reply; meanwhile it has a Post of its own.
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Window window;
    const auto meanwhile = [&] {
      InApartment(COINIT_APARTMENTTHREADED, [&] {
        IHttpMailPoster* own = host.module.MakePoster();
        window.work = [&] { CHECK_EQ(window.thread, GetWindowThreadProcessId(window.handle, nullptr)); };
        CHECK_EQ(SendMessageW(window.handle, kWork, 0, 0), 4711);
        CHECK_HR(CallPost(own, host.Url("/second").c_str(), Variant(L"second")).hr, S_OK);
        CHECK_EQ(own->Release(), 0);
      });
      ServerLetGo(host.server);
    };
    CHECK_HR(PostHeld(&host, meanwhile), S_OK);
    CHECK_EQ(window.handled, 1);
    CHECK_EQ(ServerRequests(host.server), 2);
  });
}

CASE(wait_dispatches_calls) {
  // An object that lives in the waiting apartment is called from the multi-threaded one.
  struct Object final : IDispatch {
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
      *ppv = riid == IID_IUnknown || riid == IID_IDispatch ? this : nullptr;
      if (*ppv) AddRef();
      return *ppv ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }
    ULONG STDMETHODCALLTYPE Release() override { return --references; }
    HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT* count) override {
      *count = 0;
      thread = GetCurrentThreadId();
      return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR*, UINT, LCID, DISPID*) override {
      return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*,
                                     UINT*) override {
      return E_NOTIMPL;
    }
    std::atomic<ULONG> references{1};
    std::atomic<DWORD> thread{0};
  };
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Object object;
    IStream* marshaled = nullptr;
    REQUIRE(CoMarshalInterThreadInterfaceInStream(IID_IDispatch, &object, &marshaled) == S_OK);
    const auto meanwhile = [&] {
      InApartment(COINIT_MULTITHREADED, [&] {
        IDispatch* proxy = nullptr;
        REQUIRE(CoGetInterfaceAndReleaseStream(marshaled, IID_IDispatch, reinterpret_cast<void**>(&proxy)) ==
                S_OK);
        UINT count = 1;
        CHECK_HR(proxy->GetTypeInfoCount(&count), S_OK);
        CHECK_EQ(count, 0);
        proxy->Release();
      });
      ServerLetGo(host.server);
    };
    CHECK_HR(PostHeld(&host, meanwhile), S_OK);
    CHECK_EQ(object.thread, GetCurrentThreadId());
  });
}

CASE(wait_reads_a_stream_of_the_apartment) {
  // The core reads on threads of its own, so every Read is a call into the apartment that waits.
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    const std::string bytes(3000000, 'x');
    ApartmentStream stream(bytes);
    const Called called =
        CallPost(host.poster, host.Url("/").c_str(), Variant(static_cast<IUnknown*>(&stream)));
    CHECK_HR(called.hr, S_OK);
    CHECK(host.BodyOf(0) == bytes);
    CHECK(stream.calls > 10);
    CHECK_EQ(stream.strangers, 0);
    CHECK_EQ(stream.references, 1);
  });
}

CASE(wait_keeps_quit_for_the_host) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Window window;
    // After the one that quits comes another: the wait goes on, and goes on dispatching.
    window.work = [&] {
      if (window.handled == 1) PostQuitMessage(42);
      if (window.handled == 1) PostMessageW(window.handle, kWork, 0, 0);
      if (window.handled == 2) ServerLetGo(host.server);
    };
    LONG status = 0;
    CHECK_HR(PostHeld(
                 &host, [&] { PostMessageW(window.handle, kWork, 0, 0); }, &status),
             S_OK);
    CHECK_EQ(status, 201);
    CHECK_EQ(window.handled, 2);
    MSG message;
    REQUIRE(GetMessageW(&message, nullptr, 0, 0) == 0);
    CHECK_EQ(message.message, WM_QUIT);
    CHECK_EQ(message.wParam, 42);
  });
}

CASE(wait_refuses_a_second_post) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Window window;
    IHttpMailPoster* another = host.module.MakePoster();
    window.work = [&] {
      const std::string url = host.Url("/again");
      const Called called = CallPost(host.poster, url.c_str(), Variant(L"again"));
      CHECK_HR(called.hr, DISP_E_EXCEPTION);
      CHECK_HR(called.scode, IXP_E_BUSY);
      CHECK_HOLDS(called.description, L"is running");
      // Another object is not in its way.
      CHECK_HR(CallPost(another, url.c_str(), Variant(L"nested")).hr, S_OK);
      CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 0);
      ServerLetGo(host.server);
    };
    CHECK_HR(PostHeld(&host, [&] { PostMessageW(window.handle, kWork, 0, 0); }), S_OK);
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 201);
    CHECK_EQ(ServerRequests(host.server), 2);
    CHECK_EQ(another->Release(), 0);
    // Afterwards it posts again.
    CHECK_HR(CallPost(host.poster, host.Url("/later").c_str(), Variant(L"later")).hr, S_OK);
  });
}

CASE(wait_is_cancelled_by_a_message) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Window window;
    CHECK_HR(host.poster->Cancel(), S_FALSE);
    window.work = [&] { CHECK_HR(host.poster->Cancel(), S_OK); };
    CHECK_HR(PostHeld(&host, [&] { PostMessageW(window.handle, kWork, 0, 0); }), IXP_E_USER_CANCEL);
    CHECK_HOLDS(LastErrorText(), L"(IXP_E_USER_CANCEL, 0x800CCC17)");
    CHECK_HR(host.poster->Cancel(), S_FALSE);
    CHECK_EQ(GetNumber(host.poster, L"LastStatus"), 0);
    ServerLetGo(host.server);
  });
}

CASE(wait_is_cancelled_by_another_thread) {
  InApartment(COINIT_MULTITHREADED, [] {
    Host host;
    CHECK_HR(PostHeld(&host, [&] { CHECK_HR(host.poster->Cancel(), S_OK); }), IXP_E_USER_CANCEL);
    ServerLetGo(host.server);
  });
}

CASE(wait_outlives_the_last_reference) {
  InApartment(COINIT_APARTMENTTHREADED, [] {
    Host host;
    Window window;
    IHttpMailPoster* const poster = host.poster;
    window.work = [&] {
      CHECK(poster->Release() > 0);  // Post holds one of its own
      ServerLetGo(host.server);
    };
    LONG status = 0;
    CHECK_HR(PostHeld(
                 &host, [&] { PostMessageW(window.handle, kWork, 0, 0); }, &status),
             S_OK);
    CHECK_EQ(status, 201);
    host.poster = nullptr;  // and the module can go: the fixture checks it
  });
}

CASE(wait_in_the_mta_and_without_com) {
  CoUninitialize();  // what SystemStart did: otherwise a thread without COM would belong to the MTA
  for (const DWORD apartment : {static_cast<DWORD>(COINIT_MULTITHREADED), kNoCom}) {
    InApartment(apartment, [] {
      Host host;
      LONG status = 0;
      CHECK_HR(PostHeld(
                   &host, [&] { ServerLetGo(host.server); }, &status),
               S_OK);
      CHECK_EQ(status, 201);
      CHECK_HR(CallPost(host.poster, host.Url("/").c_str(), Variant(L"late bound")).hr, S_OK);
      host.Answer("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
      const Called called = CallPost(host.poster, host.Url("/").c_str(), Variant(L"x"));
      CHECK_HR(called.scode, IXP_E_HTTP_INTERNAL_ERROR);
      CHECK_HOLDS(called.description, L"500 Broken");
    });
  }
  CHECK(SUCCEEDED(CoInitializeEx(nullptr, COINIT_MULTITHREADED)));
}

CASE(wait_where_the_maker_has_ended) {
  Host host;
  CHECK_EQ(host.poster->Release(), 0);
  InApartment(COINIT_APARTMENTTHREADED, [&] { host.poster = host.module.MakePoster(); });
  InApartment(COINIT_APARTMENTTHREADED, [&] {
    CHECK_HR(CallPost(host.poster, host.Url("/").c_str(), Variant(L"inherited")).hr, S_OK);
  });
}

CASE(wait_in_many_threads) {
  // Ten apartments of either kind, a poster each, over one library.
  Host host;
  std::vector<std::thread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&host, i] {
      InApartment(i % 2 ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED, [&host] {
        IHttpMailPoster* poster = host.module.MakePoster();
        for (int j = 0; j < 10; ++j) {
          CHECK_HR(CallPost(poster, host.Url("/").c_str(), Variant(L"one of many")).hr, S_OK);
        }
        CHECK_EQ(poster->Release(), 0);
      });
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK_EQ(ServerRequests(host.server), 100);
}
