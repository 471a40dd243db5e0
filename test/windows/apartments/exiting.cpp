// A process that ends while the library is at work ends at once, with its own exit code.
#include <cstdlib>
#include <cstring>
#include <string>

#include "support/host_thread.h"
#include "support/recording_stream.h"
#include "support/server_library.h"

using namespace host;

namespace {

constexpr UINT kCode = 42;
constexpr char kUrl[] = "IMNXPORT_EXIT_URL", kHow[] = "IMNXPORT_EXIT_HOW";

// Never destroyed: the library's threads may have it in their hands when the process ends.
template <class T>
T& Forever(T* made) {
  return *made;
}

DWORD WINAPI ExitNow(void*) { ExitProcess(kCode); }

// The process that ends; the cases below start it. By itself it does nothing.
void BeTheHost() {
  const char* const url = std::getenv(kUrl);
  const char* const how = std::getenv(kHow);
  if (!url || !how) return;
  auto& library = Forever(new Library);
  auto& callback = Forever(new RecordingCallback);
  auto& stream = Forever(new RecordingStream(100000000, true));
  auto& read = Forever(new Gate);
  auto& called = Forever(new Gate);
  if (std::strstr(how, "read")) stream.gate = &read;
  const bool stuck = std::strstr(how, "callback");
  if (stuck) {
    callback.inside = [&](const std::string&) {
      called.Open();
      Sleep(INFINITE);
    };
  }
  const auto half_way = [&] { return Eventually([&] { return stream.Record().Of("Read").size() > 3; }); };
  auto& thread = Forever(new Thread(std::strstr(how, "sta") ? Com::kSta : Com::kMta));
  thread.Do([&] {
    IHTTPMailTransport* const transport = library.MakeTransport();
    CHECK_HR(transport->InitNew("host", nullptr, &callback), S_OK);
    Post(transport, url, &stream);
    if (!std::strstr(how, "deaf")) return;
    REQUIRE(half_way());  // without a look at the messages of this thread
    ExitProcess(kCode);
  });
  // Until it is in the middle: blocked in a Read or in a callback, or with a part of the entity on its way.
  REQUIRE(stuck ? called.Wait() : stream.gate ? stream.reached.Wait() : half_way());
  if (std::strstr(how, "other-thread")) {
    CreateThread(nullptr, 0, ExitNow, nullptr, 0, nullptr);
    Sleep(INFINITE);
  }
  if (std::strstr(how, "its-thread")) thread.Do([] { ExitProcess(kCode); });
  if (std::strstr(how, "exit()")) std::exit(kCode);
  ExitProcess(kCode);
}

const struct RegisterTheHost {
  RegisterTheHost() {
    static Case host = {"host", BeTheHost, nullptr};
    RegisterCase(&host);
  }
} register_the_host;

DWORD RunHost(const char* how) {
  char path[MAX_PATH];
  REQUIRE(GetModuleFileNameA(nullptr, path, MAX_PATH) != 0);
  std::string command = "\"" + std::string(path) + "\" --case host";
  SetEnvironmentVariableA(kHow, how);
  STARTUPINFOA start{};
  start.cb = sizeof start;
  PROCESS_INFORMATION process{};
  REQUIRE(
      CreateProcessA(nullptr, command.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &start, &process));
  DWORD code = STILL_ACTIVE;
  const bool in_time = WaitForSingleObject(process.hProcess, 20000) == WAIT_OBJECT_0;
  CHECK(in_time);
  CHECK(GetExitCodeProcess(process.hProcess, &code));
  if (!in_time) TerminateProcess(process.hProcess, 1);
  CloseHandle(process.hThread);
  CloseHandle(process.hProcess);
  return code;
}

void CheckExit(const char* how) {
  for (int round = 0; round < 5; ++round) {
    WebServer server;
    SetEnvironmentVariableA(kUrl, server.Url());
    CHECK_EQ(RunHost(how), kCode);
    CHECK(server.Requests() <= 1);
  }
}

}  // namespace

CASE(exit_with_a_post_in_flight_from_the_main_thread) { CheckExit("ExitProcess"); }

CASE(exit_with_a_post_in_flight_by_the_runtime) { CheckExit("exit()"); }

CASE(exit_with_a_post_in_flight_from_another_thread) { CheckExit("other-thread"); }

CASE(exit_with_a_post_in_flight_from_the_thread_that_posted) { CheckExit("its-thread"); }

CASE(exit_with_a_post_in_flight_from_an_sta) { CheckExit("sta its-thread"); }

CASE(exit_with_a_post_in_flight_of_an_sta) { CheckExit("sta other-thread"); }

CASE(exit_with_a_read_blocked) { CheckExit("read"); }

CASE(exit_with_a_read_blocked_from_another_thread) { CheckExit("read other-thread"); }

CASE(exit_with_a_read_blocked_of_an_sta) { CheckExit("read sta"); }

CASE(exit_of_a_host_that_never_pumps) { CheckExit("sta deaf"); }

CASE(exit_with_a_callback_that_never_returns) { CheckExit("callback"); }

CASE(exit_with_a_callback_that_never_returns_from_another_thread) { CheckExit("callback other-thread"); }
