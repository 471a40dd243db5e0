// The ten planted deviations, each of which breaks one thing that the documentation of Imnxport, or of COM,
// says, and two ways to bring a process to its end.
#pragma once

namespace wrong {

enum class Deviation {
  kPathNull,       // CommandPOST accepts a path that is NULL; nothing is posted
  kContentType,    // another content type than the one given goes over the wire
  kStreamLeaked,   // a reference on the stream is never given back
  kNoFinal,        // a command that the server answers with 502 never ends
  kFinalTwice,     // every final response comes twice
  kNoLocation,     // pszLocation is always NULL
  kNoResend,       // fResend is never TRUE
  kCallbackKept,   // HandsOffCallback says S_OK and lets go of nothing
  kType,           // GetIXPType says IXP_SMTP
  kStateReversed,  // IsState says S_OK for what is not, S_FALSE for what is

  kCrash,  // GetStatus(NULL) writes to NULL
  kHang,   // GetStatus(NULL) never returns
};

// Whether it is planted. The environment variable WRONG_TRANSPORT has the names of those that are, between
// commas, as `path-null,type`; without the variable the ten are, and none when it is empty. Any thread.
bool Planted(Deviation deviation) noexcept;

}  // namespace wrong
