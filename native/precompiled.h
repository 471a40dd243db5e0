// What nearly every source of ours takes in from elsewhere, parsed once for each library: that halves the
// time of a build.
//
// The sources include what they need all the same; the build of binding.gyp, which knows nothing of this
// file, sees to it.
#pragma once

#include <curl/curl.h>  // before windows.h: it brings winsock2.h

#ifdef _WIN32
#include <objbase.h>
#include <windows.h>
#endif

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>
