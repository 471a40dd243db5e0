// The log file of a transport.
#include "transport/command_log.h"

#include <doctest/doctest.h>

#include <cctype>
#include <sstream>
#include <thread>
#include <vector>

#include "support/temp_file.h"

using namespace imnxport;
using imnxport::test::TempFile;

namespace {

std::vector<std::string> Lines(const TempFile& file) {
  std::vector<std::string> lines;
  std::istringstream text(file.Content());
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// A line with its time in the abstract.
std::string WithoutDigits(std::string line) {
  for (size_t i = 0; i < line.size() && line[i] != 'Z'; ++i) {
    if (std::isdigit(static_cast<unsigned char>(line[i]))) line[i] = 'd';
  }
  return line;
}

std::shared_ptr<CommandLog> Open(const TempFile& file) {
  std::shared_ptr<CommandLog> log;
  REQUIRE(CommandLog::Open(file.Path().c_str(), &log) == S_OK);
  return log;
}

}  // namespace

TEST_CASE("every line has the time in UTC, its mark and its text, and is in the file at once") {
  const TempFile file;
  const auto log = Open(file);
  log->Write('>', "POST /inbox HTTP/1.1");
  log->Write('<', "HTTP/1.1 201 Created");
  log->Write('=', "");
  const auto lines = Lines(file);  // the log is still open
  REQUIRE(lines.size() == 3);
  CHECK(WithoutDigits(lines[0]) == "dddd-dd-ddTdd:dd:dd.dddZ > POST /inbox HTTP/1.1");
  CHECK(WithoutDigits(lines[1]) == "dddd-dd-ddTdd:dd:dd.dddZ < HTTP/1.1 201 Created");
  CHECK(WithoutDigits(lines[2]) == "dddd-dd-ddTdd:dd:dd.dddZ = ");
}

TEST_CASE("a text that is part of a longer one ends where it ends, and percent signs are only text") {
  const TempFile file;
  const auto log = Open(file);
  log->Write('>', std::string_view("POST /%s%n HTTP/1.1\r\nHost: h").substr(0, 19));
  const auto lines = Lines(file);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].substr(lines[0].find('>')) == "> POST /%s%n HTTP/1.1");
}

TEST_CASE("a long line is written whole") {
  const TempFile file;
  const auto log = Open(file);
  log->Write('<', std::string(100'000, 'x'));
  REQUIRE(Lines(file).size() == 1);
  CHECK(Lines(file)[0].size() > 100'000);
}

TEST_CASE("a log is appended to: what was there stays") {
  const TempFile file;
  for (const char* line : {"one", "two"}) Open(file)->Write('=', line);
  const auto lines = Lines(file);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].find("= one") != std::string::npos);
  CHECK(lines[1].find("= two") != std::string::npos);
}

TEST_CASE("behaviour 2.2: a log that cannot be opened gives the file's error, and no log") {
  const TempFile file;
  std::shared_ptr<CommandLog> log;
  CHECK(CommandLog::Open((file.Path() + "/missing/log.txt").c_str(), &log) ==
        static_cast<HRESULT>(0x80070002));
  CHECK(log == nullptr);
  CHECK(CommandLog::Open(std::filesystem::temp_directory_path().string().c_str(), &log) == E_ACCESSDENIED);
  CHECK(log == nullptr);
  CHECK(FAILED(CommandLog::Open("", &log)));
  CHECK(log == nullptr);
}

TEST_CASE("lines of several threads do not mix") {
  const TempFile file;
  const auto log = Open(file);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&log, i] {
      for (int n = 0; n < 200; ++n) log->Write('>', std::string(300, static_cast<char>('a' + i)));
    });
  }
  for (auto& thread : threads) thread.join();
  const auto lines = Lines(file);
  CHECK(lines.size() == 800);
  for (const std::string& line : lines) {
    const std::string text = line.substr(line.find('>') + 2);
    if (text.size() != 300 || text.find_first_not_of(text[0]) != std::string::npos) FAIL("mixed: " << line);
  }
}

TEST_CASE("a file that takes no more lines costs lines, nothing else") {
  const TempFile file;
  Open(file)->Write('=', "one");
  std::FILE* read_only = std::fopen(file.Path().c_str(), "r");
  REQUIRE(read_only);
  {
    CommandLog log(read_only);
    log.Write('=', "two");
    log.Write('=', "three");
  }
  CHECK(Lines(file).size() == 1);
}
