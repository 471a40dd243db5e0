// Text, files and time of the system.
#include "com/system.h"

#include <doctest/doctest.h>

#include <cerrno>

#include "support/temp_file.h"

using namespace imnxport;

TEST_CASE("behaviour 9: ASCII is the same in every code page") {
  CHECK(Utf8FromAnsi("") == "");
  CHECK(Utf8FromAnsi("user@example.com ~!\\") == "user@example.com ~!\\");
}

TEST_CASE("a file is opened for appending: what it holds stays") {
  const imnxport::test::TempFile temp;
  for (const char* text : {"one", "two"}) {
    std::FILE* file = OpenForAppend(temp.Path().c_str());
    REQUIRE(file);
    std::fputs(text, file);
    std::fclose(file);
  }
  CHECK(temp.Content() == "onetwo");
}

TEST_CASE("a file that cannot be opened says why in errno") {
  const imnxport::test::TempFile temp;
  errno = 0;
  CHECK(OpenForAppend((temp.Path() + "/missing/log.txt").c_str()) == nullptr);
  CHECK(errno == ENOENT);
}

TEST_CASE("UtcTime is the calendar of UTC") {
  const std::tm epoch = UtcTime(0);
  CHECK(epoch.tm_year == 70);
  CHECK(epoch.tm_mon == 0);
  CHECK(epoch.tm_mday == 1);
  CHECK(epoch.tm_hour == 0);
  const std::tm leap_day = UtcTime(951826834);  // 2000-02-29 12:20:34
  CHECK(leap_day.tm_year == 100);
  CHECK(leap_day.tm_mon == 1);
  CHECK(leap_day.tm_mday == 29);
  CHECK(leap_day.tm_hour == 12);
  CHECK(leap_day.tm_min == 20);
  CHECK(leap_day.tm_sec == 34);
}
