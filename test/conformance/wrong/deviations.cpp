// Which deviations are planted: asked of the environment once.
#include "deviations.h"

#include <cstdlib>
#include <string>

namespace wrong {
namespace {

constexpr const char* kNames[] = {"path-null",   "content-type",   "stream-leaked", "no-final",
                                  "final-twice", "no-location",    "no-resend",     "callback-kept",
                                  "type",        "state-reversed", "crash",         "hang"};
constexpr int kTen = 10;

std::string Chosen() {
  const char* text = std::getenv("WRONG_TRANSPORT");
  std::string chosen = ",";
  if (text) return chosen + text + ",";
  for (int i = 0; i < kTen; ++i) chosen += std::string(kNames[i]) + ",";
  return chosen;
}

}  // namespace

bool Planted(Deviation deviation) noexcept {
  // Never destroyed: threads of the real transport may ask until the process ends.
  static const std::string& chosen = *new std::string(Chosen());
  return chosen.find(std::string(",") + kNames[static_cast<int>(deviation)] + ",") != std::string::npos;
}

}  // namespace wrong
