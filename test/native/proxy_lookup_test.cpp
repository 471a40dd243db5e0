// ProxyLookup: asked on a thread that may wait, answered on the I/O thread, or dropped.
#include "http/proxy_lookup.h"

#include <doctest/doctest.h>

#include <atomic>
#include <new>
#include <thread>

#include "http/engine.h"
#include "support/eventually.h"
#include "support/gate.h"

using namespace imnxport;
using imnxport::test::BecomesUnloadable;
using imnxport::test::Eventually;
using imnxport::test::Gate;

namespace {

// Settings that take as long as the test wants.
struct SlowSettings final : SystemProxy {
  ProxyAnswer Find(const std::string& url) override {
    thread = std::this_thread::get_id();
    gate.Pass();
    if (no_memory) throw std::bad_alloc();
    ProxyAnswer answer;
    answer.proxies = {"http://for." + url.substr(7)};
    return answer;
  }
  std::atomic<std::thread::id> thread{};
  Gate gate;
  bool no_memory = false;
};

struct Asker final : WorkItem {
  void Work() noexcept override {
    thread = std::this_thread::get_id();
    ++called;
  }
  std::thread::id thread;
  std::atomic<int> called{0};
};

struct Fixture {
  Fixture() { REQUIRE(Engine::Get().Acquire()); }
  ~Fixture() {
    asker.reset();
    Engine::Get().Release();
    CHECK(BecomesUnloadable());
  }
  std::shared_ptr<ProxyLookup> Make(const std::string& url = "http://mail.example") {
    return std::make_shared<ProxyLookup>(settings, url, asker);
  }
  std::shared_ptr<SlowSettings> settings = std::make_shared<SlowSettings>();
  std::shared_ptr<Asker> asker = std::make_shared<Asker>();
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "a look-up waits on a thread of its own, and the asker hears of it on the I/O thread") {
  const auto lookup = Make();
  REQUIRE(lookup->Start());
  REQUIRE(settings->gate.AwaitArrival());
  CHECK_FALSE(lookup->Take());
  // The I/O thread is free meanwhile.
  const auto other = std::make_shared<Asker>();
  Engine::Get().Kick(*other);
  CHECK(Eventually([&] { return other->called == 1; }));
  CHECK(asker->called == 0);

  settings->gate.Open();
  REQUIRE(Eventually([&] { return asker->called == 1; }));
  CHECK((asker->thread == other->thread));
  CHECK((settings->thread.load() != other->thread));
  CHECK((settings->thread.load() != std::this_thread::get_id()));
  const auto answer = lookup->Take();
  REQUIRE(answer);
  CHECK(answer->failure == S_OK);
  CHECK(answer->proxies == std::vector<std::string>{"http://for.mail.example"});
  CHECK_FALSE(lookup->Take());
}

TEST_CASE_FIXTURE(Fixture, "look-ups that block do not wait for each other") {
  std::vector<std::shared_ptr<ProxyLookup>> lookups;
  for (int i = 0; i < 5; ++i) {
    lookups.push_back(Make());
    REQUIRE(lookups.back()->Start());
  }
  CHECK(settings->gate.AwaitArrival(5));
  settings->gate.Open();
}

TEST_CASE_FIXTURE(Fixture, "whoever asked may be gone, and the look-up ends for nobody") {
  auto lookup = Make();
  REQUIRE(lookup->Start());
  REQUIRE(settings->gate.AwaitArrival());
  lookup->Abandon();
  std::weak_ptr<ProxyLookup> gone = lookup;
  lookup.reset();
  asker.reset();
  CHECK_FALSE(gone.expired());
  CHECK(CanUnloadModule() == S_FALSE);
  settings->gate.Open();
  CHECK(Eventually([&] { return gone.expired(); }));
}

TEST_CASE_FIXTURE(Fixture, "a look-up that was dropped before its turn is not made") {
  settings->gate.Open();
  const auto lookup = Make();
  lookup->Abandon();
  lookup->Work();
  CHECK(settings->gate.Arrived() == 0);
  CHECK_FALSE(lookup->Take());
}

TEST_CASE_FIXTURE(Fixture, "without memory for the answer nothing may be sent") {
  settings->no_memory = true;
  settings->gate.Open();
  const auto lookup = Make();
  REQUIRE(lookup->Start());
  REQUIRE(Eventually([&] { return asker->called == 1; }));
  const auto answer = lookup->Take();
  REQUIRE(answer);
  CHECK(answer->failure == E_OUTOFMEMORY);
}
