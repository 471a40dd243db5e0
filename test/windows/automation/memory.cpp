// Memory that runs out inside a Post: each allocation of the calling thread fails once.
#include <cstdlib>
#include <new>
#include <string>

#include "automation/poster_class.h"
#include "com/module.h"

extern "C" {
#include "support/check.h"
#include "support/http_server.h"
#include "support/system.h"
}

namespace {

// How many allocations of this thread still work; negative: all.
thread_local long allocations_left = -1;
thread_local bool failed = false;

}  // namespace

// The program's own, so the core's too. Threads of the core go on as ever.
void* operator new(std::size_t size) {
  if (allocations_left == 0) {
    failed = true;
    throw std::bad_alloc();
  }
  if (allocations_left > 0) --allocations_left;
  void* const memory = std::malloc(size ? size : 1);
  if (!memory) throw std::bad_alloc();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

CASE(memory_runs_out_in_a_post) {
  Server* server = ServerStart();
  REQUIRE(server != nullptr);
  const std::string url = ServerUrl(server, "/inbox/");
  const std::wstring wide(url.begin(), url.end());
  BSTR target = SysAllocStringLen(wide.data(), static_cast<UINT>(wide.size()));
  VARIANT body;
  V_VT(&body) = VT_BSTR;
  V_BSTR(&body) = SysAllocString(L"a body that is too long for a small string to hold in itself");

  bool ran_out = true;
  int rounds = 0;
  for (; ran_out; ++rounds) {
    REQUIRE(rounds < 1000);
    IHttpMailPoster* poster = nullptr;
    LONG status = 0;
    failed = false;
    allocations_left = rounds;
    HRESULT hr = imnxport::CreatePoster(IID_IHttpMailPoster, reinterpret_cast<void**>(&poster));
    CHECK_EQ(poster != nullptr, hr == S_OK);
    if (poster) hr = poster->Post(target, body, nullptr, &status);
    allocations_left = -1;
    ran_out = failed;
    // What can do without memory does: a log line, the words of an error. All else says what it is.
    if (ran_out && hr != S_OK) CHECK_HR(hr, E_OUTOFMEMORY);
    if (hr == S_OK) CHECK_EQ(status, 201);
    if (poster) {
      // It is not busy for ever.
      CHECK_HR(poster->Post(target, body, nullptr, &status), S_OK);
      CHECK_EQ(poster->Release(), 0);
    }
  }
  CHECK(rounds > 10);
  SysFreeString(target);
  VariantClear(&body);
  ServerStop(server);
  // Nothing that was begun is left: no object, no thread.
  for (int64_t end = NowMs() + 30000; imnxport::CanUnloadModule() != S_OK;) {
    REQUIRE(NowMs() < end);
    PauseMs(5);
  }
}
