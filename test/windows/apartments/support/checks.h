// CASE, CHECK, the server and the system of test/abi, for C++.
#pragma once

extern "C" {
#include "support/check.h"
#include "support/http_server.h"
#include "support/system.h"
}
