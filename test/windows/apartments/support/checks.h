// CASE, CHECK and the server of test/abi, for C++.
#pragma once

extern "C" {
#include "support/check.h"
#include "support/http_server.h"
}
