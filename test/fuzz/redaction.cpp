// What the log shows of a line: a secret never, everything else as it is.
#include "http/headers.h"
#include "property.h"

using namespace imnxport;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  constexpr const char* kNames[] = {"Authorization", "Proxy-Authorization", "Cookie",
                                    "Set-Cookie",    "Authentication-Info", "Proxy-Authentication-Info"};
  std::string name = input.PickValueInArray(kNames);
  for (char& c : name) {
    if (c >= 'a' && c <= 'z' && input.ConsumeBool()) c = static_cast<char>(c - 32);
  }
  constexpr const char* kSpaces[] = {"", " ", "\t", "  \t "};
  const std::string before = input.PickValueInArray(kSpaces);
  const std::string after = input.PickValueInArray(kSpaces);
  const std::string text = fuzz::Rest(input);

  // The secret is what no name has in it.
  const std::string secret = "5ecr3t" + text;
  const std::string shown = RedactLine(name + before + ":" + after + secret);
  HOLDS(shown.find("5ecr3t") == std::string::npos);
  HOLDS(shown == name + before + ": ***");
  HOLDS(RedactLine(shown) == shown);

  const std::string plain = RedactLine(text);
  const size_t colon = text.find(':');
  if (plain != text) {
    HOLDS(colon != std::string::npos);
    HOLDS(plain == text.substr(0, colon) + ": ***");
    HOLDS(IsSecretHeader(text.substr(0, text.find_last_not_of(" \t", colon - 1) + 1)));
  }
  return 0;
}
