// What a status means to the client: every row of the published table, and the rule for the others.
#include "http/http_status.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace imnxport;

TEST_CASE("behaviour 5.2: every 2xx and 303 is S_OK") {
  for (int status = 200; status <= 299; ++status) CHECK(HResultOfStatus(status) == S_OK);
  CHECK(HResultOfStatus(303) == S_OK);
}

TEST_CASE("behaviour 5.3: a status of the published table is its own row") {
  struct Row {
    int status;
    unsigned hresult;  // spelled out: the numbers are the contract
  };
  const Row rows[] = {
      {305, 0x800CCC30}, {400, 0x800CCC31}, {401, 0x800CCC32}, {403, 0x800CCC33}, {404, 0x800CCC34},
      {405, 0x800CCC35}, {406, 0x800CCC36}, {407, 0x800CCC37}, {408, 0x800CCC38}, {409, 0x800CCC39},
      {410, 0x800CCC3A}, {411, 0x800CCC3B}, {412, 0x800CCC3C}, {500, 0x800CCC3D}, {501, 0x800CCC3E},
      {502, 0x800CCC3F}, {503, 0x800CCCF0}, {504, 0x800CCCF1}, {505, 0x800CCCF2}, {425, 0x800CCCF3},
      {507, 0x800CCCF3},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CHECK(HResultOfStatus(row.status) == static_cast<HRESULT>(row.hresult));
  }
}

TEST_CASE(
    "behaviour 5.3: other 4xx are a bad request, other 5xx an internal error, the rest is not implemented") {
  for (const int status : {402, 413, 414, 415, 416, 417, 418, 422, 423, 424, 426, 428, 429, 431, 451, 499}) {
    CAPTURE(status);
    CHECK(HResultOfStatus(status) == IXP_E_HTTP_BAD_REQUEST);
  }
  for (const int status : {506, 508, 510, 511, 520, 599}) {
    CAPTURE(status);
    CHECK(HResultOfStatus(status) == IXP_E_HTTP_INTERNAL_ERROR);
  }
  for (const int status :
       {100, 101, 102, 103, 199, 300, 301, 302, 304, 306, 307, 308, 399, 600, 700, 999, 0, -1}) {
    CAPTURE(status);
    CHECK(HResultOfStatus(status) == IXP_E_HTTP_NOT_IMPLEMENTED);
  }
}

TEST_CASE("behaviour 5.3: no status outside 2xx and 303 is a success") {
  for (int status = -1; status <= 1000; ++status) {
    const bool good = (status >= 200 && status <= 299) || status == 303;
    if ((HResultOfStatus(status) == S_OK) != good || (!good && SUCCEEDED(HResultOfStatus(status)))) {
      FAIL("status " << status);
    }
  }
}

TEST_CASE("behaviour 6.1: 301, 302, 307 and 308 are followed, nothing else") {
  for (int status = 0; status <= 1000; ++status) {
    const bool followed = status == 301 || status == 302 || status == 307 || status == 308;
    if (IsRedirect(status) != followed) FAIL("status " << status);
  }
  CHECK(IsRedirect(301));
}
