// What reaches a callback of each event, on both of its faces, and how reports merge.
#include "transport/events.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "support/recording_callback.h"
#include "transport/command.h"
#include "transport/command_runner.h"
#include "transport/progress.h"
#include "transport/session.h"

using namespace imnxport;
using imnxport::test::RecordingCallback;
using Calls = std::vector<std::string>;

namespace {

IHTTPMailTransport* const kTransport = reinterpret_cast<IHTTPMailTransport*>(uintptr_t{64});

// The two faces of a recording callback, as the outbox keeps them.
Callback Faces(RecordingCallback& callback, bool extended) {
  Callback faces;
  faces.classic = ComPtr<IHTTPMailCallback>(&callback);
  if (extended) faces.extended = ComPtr<IImnxportCallback>(&callback);
  return faces;
}

Calls Deliver(ClientEvent& event, RecordingCallback& callback, bool extended = true) {
  event.Deliver(Faces(callback, extended), kTransport);
  CHECK(callback.Transport() == reinterpret_cast<IInternetTransport*>(kTransport));
  return callback.Calls();
}

std::shared_ptr<Command> MakeCommand() {
  auto command = std::make_shared<Command>();
  command->token = 9;
  command->post.context = 7;
  return command;
}

PostCounts Counts(uint64_t sent, uint64_t increment, bool resent = false) {
  PostCounts counts;
  counts.sent = sent;
  counts.total = 1000;
  counts.increment = increment;
  counts.resent = resent;
  return counts;
}

std::unique_ptr<ProgressEvent> Report(const PostCounts& counts) {
  auto event = std::make_unique<ProgressEvent>(MakeCommand());
  event->Merge(counts);
  return event;
}

HTTPMAILPOST PostOf(ProgressEvent& event) {
  RecordingCallback callback;
  Deliver(event, callback, false);
  return callback.Posts().at(0);
}

}  // namespace

TEST_CASE("a status, an error and a command line are told as they are") {
  RecordingCallback callback;
  StatusEvent status(IXP_SECURING);
  Deliver(status, callback);
  ErrorEvent error(IXP_CONNECTING, E_FAIL, 111, "refused");
  Deliver(error, callback);
  ErrorEvent silent(IXP_CONNECTED, E_ABORT, 0, "");
  Deliver(silent, callback);
  CommandEvent command(CMD_SEND, "POST / HTTP/1.1", S_OK);
  Deliver(command, callback);
  CHECK(callback.Calls() ==
        Calls{"OnStatus 2", "OnError 1 " + std::to_string(E_FAIL) + " 111 refused",
              "OnError 3 " + std::to_string(E_ABORT) + " 0 (null)",
              "OnCommand " + std::to_string(static_cast<int>(CMD_SEND)) + " POST / HTTP/1.1 0"});
}

TEST_CASE(
    "progress is told to the extended face directly before OnResponse, and only to a callback that has it") {
  const auto event = Report(Counts(5, 5));
  RecordingCallback both, classic;
  CHECK(Deliver(*event, both) == Calls{"OnPostProgress 9 5", "OnResponse progress 7"});
  CHECK(Deliver(*event, classic, false) == Calls{"OnResponse progress 7"});
}

TEST_CASE(
    "the end is told to the extended face directly before OnResponse, and only to a callback that has it") {
  DoneEvent event(Session::Make(MakeHttpExecutor));
  event.token = 9;
  event.context = 7;
  event.result.hr = E_FAIL;
  event.counts = Counts(10, 4);
  RecordingCallback both, classic;
  CHECK(Deliver(event, both) == Calls{"OnPostDone 9 " + std::to_string(E_FAIL), "OnResponse done 7"});
  CHECK(Deliver(event, classic, false) == Calls{"OnResponse done 7"});
  CHECK(classic.Posts().at(0).cbCurrent == 10);
  CHECK(classic.Posts().at(0).cbIncrement == 4);
}

TEST_CASE("behaviour 8: a callback that returns failures is told everything all the same") {
  RecordingCallback callback;
  callback.other_answer = E_FAIL;
  Deliver(*Report(Counts(5, 5)), callback);
  StatusEvent status(IXP_CONNECTED);
  Deliver(status, callback);
  CHECK(callback.Calls().size() == 3);
}

TEST_CASE("behaviour 5.1: a newer report merges into the one that waits: newest counts, increments added") {
  const auto event = Report(Counts(100, 100));
  event->Merge(Counts(250, 150));
  event->Merge(Counts(260, 10));
  const HTTPMAILPOST post = PostOf(*event);
  CHECK(post.cbCurrent == 260);
  CHECK(post.cbIncrement == 260);
  CHECK(post.cbTotal == 1000);
  CHECK(post.fResend == FALSE);
}

TEST_CASE("behaviour 5.1: when a re-send is merged in, increments count from its beginning, and it is told") {
  const auto event = Report(Counts(500, 500));
  event->Merge(Counts(30, 30, true));
  event->Merge(Counts(70, 40));
  const HTTPMAILPOST post = PostOf(*event);
  CHECK(post.cbCurrent == 70);
  CHECK(post.cbIncrement == 70);
  CHECK(post.fResend == TRUE);
}

TEST_CASE(
    "behaviour 5.1: whatever is merged, delivered increments since the last restart sum to the current "
    "count") {
  std::minstd_rand random(7);
  for (int course = 0; course < 100; ++course) {
    Progress progress;
    progress.Begin(1'000'000, {});
    const auto command = MakeCommand();
    std::unique_ptr<ProgressEvent> waiting;
    uint64_t summed = 0;
    for (int step = 0; step < 200; ++step) {
      if (random() % 20 == 0) progress.Restart();
      progress.Add(random() % 1000);
      if (!waiting) waiting = std::make_unique<ProgressEvent>(command);
      waiting->Merge(progress.Take({}));
      if (random() % 3 != 0) continue;
      const HTTPMAILPOST post = PostOf(*waiting);
      summed = (post.fResend ? 0 : summed) + post.cbIncrement;
      if (summed != post.cbCurrent) FAIL("step " << step << ": " << summed << " is not " << post.cbCurrent);
      waiting.reset();
    }
  }
}

TEST_CASE("a report that leaves the queue is no longer the one that newer ones merge into") {
  const auto command = MakeCommand();
  ProgressEvent event(command);
  CHECK(event.OfCommand() == command);
  command->waiting_report = &event;
  event.LeaveQueueLocked();
  CHECK(command->waiting_report == nullptr);
}

TEST_CASE("a logon question goes to the extended face, to the classic one only when that fails") {
  const auto session = Session::Make(MakeHttpExecutor);
  struct Row {
    HRESULT answer;
    bool classic_too;
  };
  for (const Row& row : {Row{S_OK, false}, Row{S_FALSE, false}, Row{E_NOTIMPL, true}, Row{E_FAIL, true}}) {
    CAPTURE(row.answer);
    RecordingCallback callback;
    callback.logon_request_answer = row.answer;
    LogonQuestion question(session, 9, "http://h:80", 2);
    Calls expected{"OnLogonRequest 9 2 http://h:80"};
    if (row.classic_too) expected.push_back("OnLogonPrompt http://h:80");
    CHECK(Deliver(question, callback) == expected);
  }
  RecordingCallback classic;
  LogonQuestion question(session, 9, "http://h:80", 1);
  CHECK(Deliver(question, classic, false) == Calls{"OnLogonPrompt http://h:80"});
}

TEST_CASE("behaviour 2.5: without Connect the prompt gets a zeroed INETSERVER with the asking origin") {
  RecordingCallback callback;
  INETSERVER seen{};
  callback.on_logon_prompt = [&](INETSERVER* server) {
    seen = *server;
    // What a careless client leaves behind: no end of the text.
    std::memset(server->szUserName, 'u', sizeof server->szUserName);
    std::memset(server->szPassword, 'p', sizeof server->szPassword);
    return S_OK;
  };
  LogonQuestion question(Session::Make(MakeHttpExecutor), 9, "https://h:443", 1);
  Deliver(question, callback, false);
  INETSERVER expected{};
  std::strcpy(expected.szServerName, "https://h:443");
  CHECK(std::memcmp(&seen, &expected, sizeof seen) == 0);
}

TEST_CASE("an idle question goes to the extended face, to the classic one only when that fails") {
  const auto session = Session::Make(MakeHttpExecutor);
  struct Row {
    HRESULT answer;
    bool classic_too;
  };
  for (const Row& row : {Row{S_OK, false}, Row{S_FALSE, false}, Row{E_NOTIMPL, true}}) {
    CAPTURE(row.answer);
    RecordingCallback callback;
    callback.idle_answer = row.answer;
    IdleQuestion question(session, 9, 60'000);
    Calls expected{"OnIdle 9 60000"};
    if (row.classic_too) expected.push_back("OnTimeout 60");
    CHECK(Deliver(question, callback) == expected);
  }
}

TEST_CASE("behaviour 7: OnTimeout is told seconds, rounded up, for any number of milliseconds") {
  const auto session = Session::Make(MakeHttpExecutor);
  struct Row {
    uint32_t ms;
    const char* call;
  };
  for (const Row& row :
       {Row{1, "OnTimeout 1"}, Row{999, "OnTimeout 1"}, Row{1000, "OnTimeout 1"}, Row{1001, "OnTimeout 2"},
        Row{60'000, "OnTimeout 60"}, Row{0xFFFFFFFF, "OnTimeout 4294968"}}) {
    CAPTURE(row.ms);
    RecordingCallback callback;
    IdleQuestion question(session, 9, row.ms);
    CHECK(Deliver(question, callback, false) == Calls{row.call});
  }
}
