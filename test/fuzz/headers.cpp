// Options and headers of a host: what is accepted cannot begin a line of its own, nor take the transport's
// fields.
#include "http/headers.h"

#include <vector>

#include "property.h"
#include "transport/options.h"

using namespace imnxport;

namespace {

void CheckAccepted(const Headers& headers) {
  HOLDS(headers.size() <= 256);
  for (const Header& header : headers) {
    HOLDS(!header.name.empty());
    HOLDS(header.name.find_first_of(std::string("\0 \t\r\n:;,\"()<>@/[]?={}\\", 22)) == std::string::npos);
    HOLDS(header.value.find_first_of(std::string("\0\r\n", 3)) == std::string::npos);
    for (const char* ours :
         {"host", "content-length", "transfer-encoding", "connection", "expect", "content-type", "te"})
      HOLDS(!SameHeaderName(header.name, ours));
  }
}

bool IsIn(const Headers& headers, const Header& wanted) {
  for (const Header& header : headers) {
    if (header.name == wanted.name && header.value == wanted.value) return true;
  }
  return false;
}

// Null now and then.
const char* OrNull(FuzzedDataProvider& input, const std::string& text) {
  return input.ConsumeIntegralInRange(0, 7) == 0 ? nullptr : text.c_str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  std::vector<std::string> texts;
  for (int i = 0; i < 12; ++i) texts.push_back(fuzz::Text(input, 40));
  std::vector<IMNXPORT_HEADER> general, own;
  for (int i = 0; i < 4; ++i)
    (i < 2 ? general : own).push_back({OrNull(input, texts[i]), OrNull(input, texts[i + 4])});

  IMNXPORT_OPTIONS in{};
  in.cbSize = sizeof in + input.ConsumeIntegralInRange(-1, 6) / 6;
  in.dwFlags = input.ConsumeIntegralInRange<DWORD>(0, 8);
  in.rgHeaders = general.data();
  in.cHeaders = input.ConsumeIntegralInRange<DWORD>(0, 2);
  in.pszProxy = OrNull(input, texts[8]);
  in.pszUser = OrNull(input, texts[9]);
  in.pszPassword = OrNull(input, texts[10]);
  in.pszOrigin = OrNull(input, texts[11]);
  TransportOptions options;
  options.idle_timeout_ms = 77;
  if (ReadTransportOptions(&in, &options) == S_OK) {
    HOLDS(in.cbSize == sizeof in);
    CheckAccepted(options.headers);
    HOLDS(options.headers.size() == in.cHeaders);
    HOLDS(!fuzz::HasControls(options.connection.proxy));
    HOLDS(options.credentials.has_value() == (in.pszUser != nullptr));
    if (options.credentials) {
      HOLDS(!fuzz::HasControls(options.credentials->user) &&
            !fuzz::HasControls(options.credentials->password));
      HOLDS(options.credentials->origin.empty() == (in.pszOrigin == nullptr));
    }
  } else {
    HOLDS(options.idle_timeout_ms == 77 && options.headers.empty());
  }

  IMNXPORT_POST post{};
  post.cbSize = sizeof post;
  post.ullLength = input.ConsumeIntegral<ULONGLONG>();
  post.rgHeaders = own.data();
  post.cHeaders = input.ConsumeIntegralInRange<DWORD>(0, 2);
  post.pszContentType = OrNull(input, texts[10]);
  PostOptions read;
  if (ReadPostOptions("http://h/", false, &post, &read) != S_OK) return 0;
  CheckAccepted(read.headers);
  HOLDS(!fuzz::HasControls(read.content_type));
  HOLDS(!read.length || *read.length <= static_cast<uint64_t>(INT64_MAX));

  // The post's own win, and nothing is lost.
  const Headers all = MergeHeaders(read.headers, options.headers);
  for (const Header& header : read.headers) HOLDS(IsIn(all, header));
  for (const Header& header : options.headers)
    HOLDS(IsIn(all, header) || FindHeader(read.headers, header.name));
  for (const Header& header : all) {
    const std::string* const wins = FindHeader(read.headers, header.name);
    HOLDS(!wins || IsIn(read.headers, header));
  }
  Headers without = all;
  if (!all.empty()) RemoveHeader(&without, all[0].name);
  HOLDS(all.empty() || !FindHeader(without, all[0].name));
  return 0;
}
