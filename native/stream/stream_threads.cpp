// The process's stream threads.
#include "stream/stream_threads.h"

#include <climits>

namespace imnxport {

WorkThreads& StreamThreads() noexcept { return ProcessThreads<struct StreamTag>("imnxport-stream", INT_MAX); }

}  // namespace imnxport
