// Text, files and time of the system.
#include "com/system.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <thread>

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

TEST_CASE("behaviour 9: ASCII comes back from the code page as it was") {
  for (const std::string text : {"", "user@example.com ~!\\"}) {
    std::string ansi = "before";
    CHECK(AnsiFromUtf8(text, &ansi));
    CHECK(ansi == text);
  }
}

TEST_CASE("a log that is made is its owner's alone, where files have owners of that kind") {
  const imnxport::test::TempFile temp;
  std::FILE* file = OpenForAppend(temp.Path().c_str());
  REQUIRE(file);
  std::fclose(file);
  using std::filesystem::perms;
  const perms others =
      std::filesystem::status(temp.Path()).permissions() & (perms::group_all | perms::others_all);
  if (std::filesystem::path::preferred_separator == '/') CHECK(others == perms::none);
}

TEST_CASE("what is no file cannot be a log: a pipe or a device could make its writer wait") {
  CHECK(OpenForAppend("/dev/null") == nullptr);
  CHECK(OpenForAppend(std::filesystem::temp_directory_path().string().c_str()) == nullptr);
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

TEST_CASE("the stack of a thread is where it runs, and no other thread does") {
  const ThreadStack stack = ThreadStack::OfThisThread();
  CHECK(stack.IsHere());
  bool there = true;
  std::thread([&] {
    there = stack.IsHere();
    CHECK(ThreadStack::OfThisThread().IsHere());
  }).join();
  CHECK_FALSE(there);
}
