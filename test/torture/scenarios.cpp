// What is posted while things fail. Each CASE is a test.
#include <unistd.h>

#include <cstdio>

#include "host.h"
#include "sweep.h"

extern "C" {
#include "../abi/support/check.h"
}

using namespace torture;

namespace {

constexpr size_t kKiB = 1024;

constexpr const char* kDigest =
    "HTTP/1.1 401 Unauthorized\r\n"
    "WWW-Authenticate: Digest realm=\"mail\", nonce=\"c2VlZA\", qop=\"auth\", algorithm=MD5\r\n"
    "Content-Length: 0\r\n\r\n";
constexpr const char* kBasic =
    "HTTP/1.1 401 Unauthorized\r\n"
    "WWW-Authenticate: Basic realm=\"mail\"\r\n"
    "Content-Length: 0\r\n\r\n";

IMNXPORT_POST PostWith(const IMNXPORT_HEADER* headers, DWORD count) {
  IMNXPORT_POST post{};
  post.cbSize = sizeof post;
  post.pszContentType = "message/rfc822";
  post.ullLength = IMNXPORT_UNKNOWN;
  post.rgHeaders = headers;
  post.cHeaders = count;
  return post;
}

}  // namespace

CASE(small_message) {
  Sweep([] {
    Host host;
    if (host.Open() && host.Connect() && host.Post(Body::kBlocking, 100)) host.Wait();
  });
}

CASE(classic_callback_and_log) {
  Sweep([] {
    char log[64];
    std::snprintf(log, sizeof log, "/tmp/imnxport-torture-%d.log", static_cast<int>(getpid()));
    {
      Host host;
      if (host.Open(false, log) && host.Connect("", "", true) && host.Post(Body::kBlocking, 100)) host.Wait();
    }
    std::remove(log);
  });
}

CASE(large_message) {
  Sweep([] {
    Host host;
    if (host.Open() && host.Connect() && host.Post(Body::kBlocking, 1500 * kKiB)) host.Wait();
  });
}

CASE(unknown_length) {
  Sweep([] {
    Host host;
    if (host.Open() && host.Connect() && host.Post(Body::kUnknownLength, 300 * kKiB)) host.Wait();
  });
}

CASE(bytes_in_memory) {
  Sweep([] {
    Host host;
    if (host.Open() && host.Connect() && host.Post(Body::kMemory, 20 * kKiB)) host.Wait();
  });
}

CASE(file) {
  Sweep([] {
    Host host;
    if (host.Open() && host.Connect() && host.Post(Body::kFile, 400 * kKiB)) host.Wait();
  });
}

CASE(challenge_answered_with_credentials) {
  Sweep([] {
    Host host(Serving{kDigest});
    if (host.Open() && host.Connect("user", "secret") && host.Post(Body::kBlocking, 30 * kKiB)) host.Wait();
  });
}

CASE(challenge_answered_by_the_user) {
  Sweep([] {
    Host host(Serving{kBasic});
    host.prompt_user = "user";
    host.prompt_password = "secret";
    if (host.Open() && host.Connect() && host.Post(Body::kBlocking, 30 * kKiB)) host.Wait();
  });
}

CASE(redirect) {
  Sweep([] {
    Host host(Serving{nullptr, "HTTP/1.1 307 Go on\r\nLocation: /inbox/0\r\nContent-Length: 0\r\n\r\n"});
    if (host.Open() && host.Connect() && host.Post(Body::kBlocking, 30 * kKiB, "/elsewhere")) host.Wait();
  });
}

CASE(options_and_headers) {
  Sweep([] {
    Host host;
    if (!host.Open()) return;
    const IMNXPORT_HEADER of_all[] = {{"X-One", "1"}, {"X-Two", "2"}};
    IMNXPORT_OPTIONS options{};
    options.cbSize = sizeof options;
    options.dwFlags = IMNXPORT_OPT_NO_PROXY | IMNXPORT_OPT_LOG_COMMANDS;
    options.rgHeaders = of_all;
    options.cHeaders = 2;
    options.pszUser = "user";
    options.pszPassword = "secret";
    if (!host.Configure(options)) return;
    const IMNXPORT_HEADER own[] = {{"X-Two", "two"},
                                   {"X-Long", "a value that no string keeps within itself"}};
    IMNXPORT_POST post = PostWith(own, 2);
    post.ullLength = 100;
    if (host.Post(Body::kUnknownLength, 100, nullptr, &post)) host.Wait();
  });
}

CASE(several_messages) {
  Sweep([] {
    Host host;
    if (!host.Open() || !host.Connect()) return;
    for (int i = 0; i < 4; ++i) {
      if (!host.Post(Body::kBlocking, 100 + static_cast<size_t>(i))) break;
    }
    host.Wait();
    if (host.Post(Body::kBlocking, 50 * kKiB)) host.Wait();
  });
}

CASE(dropped_in_the_middle) {
  Sweep([] {
    Host host(Serving{nullptr, nullptr, true});
    host.may_fail = true;
    if (!host.Open() || !host.Connect()) return;
    for (int i = 0; i < 3; ++i) {
      if (!host.Post(Body::kBlocking, 100)) break;
    }
    host.WaitForHead(1);
    host.Drop();
    host.Wait();
  });
}

CASE(cancelled_in_the_middle) {
  Sweep([] {
    Host host(Serving{nullptr, nullptr, true});
    host.may_fail = true;
    if (!host.Open() || !host.Connect()) return;
    IMNXPORT_POST post = PostWith(nullptr, 0);
    if (!host.Post(Body::kBlocking, 100, nullptr, &post)) return;
    host.WaitForHead(1);
    host.Cancel();
    host.Wait();
  });
}

CASE(transport_of_another_make) {
  Sweep([] {
    Host host;
    if (host.OpenForeign() && host.Connect() && host.Post(Body::kBlocking, 30 * kKiB)) host.Wait();
  });
}
