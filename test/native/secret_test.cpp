// Credentials are wiped when they are no longer needed.
#include "http/secret.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <new>
#include <string>
#include <utility>

using namespace imnxport;

TEST_CASE("Wipe overwrites every byte, and nothing else") {
  char memory[16];
  std::fill(std::begin(memory), std::end(memory), 'x');
  Wipe(memory + 4, 8);
  for (int i = 0; i < 16; ++i) {
    CAPTURE(i);
    CHECK(memory[i] == (i >= 4 && i < 12 ? '\0' : 'x'));
  }
  Wipe(memory, 0);
  CHECK(memory[0] == 'x');
  Wipe(nullptr, 0);
}

TEST_CASE("a wiped string is empty, and what it held is gone from its memory, its old end included") {
  for (const size_t size : {size_t{5}, size_t{200}}) {
    std::string text(size, 's');
    text.resize(3);  // the rest is still in memory
    const char* memory = text.data();
    const size_t capacity = text.capacity();
    Wipe(text);
    CHECK(text.empty());
    REQUIRE(text.data() == memory);
    CHECK(std::find(memory, memory + capacity, 's') == memory + capacity);
  }
}

TEST_CASE("a string can be used again after it was wiped, and wiped twice") {
  std::string text = "secret";
  Wipe(text);
  Wipe(text);
  text = "again";
  CHECK(text == "again");
}

TEST_CASE("behaviour 6.2: credentials are wiped at their end") {
  // Short strings live inside the object: what is left of them can be looked at where the object was.
  alignas(Credentials) unsigned char storage[sizeof(Credentials)] = {};
  auto* credentials = new (storage) Credentials;
  credentials->user = "UUUUUU";
  credentials->password = "PPPPPP";
  const volatile unsigned char* bytes = storage;
  const auto count = [&](unsigned char wanted) {
    int found = 0;
    for (size_t i = 0; i < sizeof storage; ++i) found += bytes[i] == wanted ? 1 : 0;
    return found;
  };
  REQUIRE(count('U') >= 6);
  REQUIRE(count('P') >= 6);
  credentials->~Credentials();
  CHECK(count('U') < 6);
  CHECK(count('P') < 6);
}

TEST_CASE("credentials are copied whole, also onto themselves") {
  Credentials one;
  one.user = "user";
  one.password = "password";
  one.origin = "http://h:80";
  Credentials two(one);
  CHECK(two.user == "user");
  two.password = "other";
  CHECK(one.password == "password");
  one = two;
  CHECK(one.password == "other");
  const Credentials& same = one;
  one = same;
  CHECK(one.user == "user");
  CHECK(one.password == "other");
  CHECK(one.origin == "http://h:80");
}

TEST_CASE("credentials that are moved leave nothing behind that is not wiped") {
  Credentials one;
  one.user = "user";
  one.password = std::string(100, 'p');
  one.origin = "http://h:80";
  const char* memory = one.password.data();
  Credentials two(std::move(one));
  CHECK(two.password.data() == memory);  // no copy was made that nobody wipes
  CHECK(one.user == "");
  CHECK(one.password == "");
  Credentials three;
  three.user = "old";
  three = std::move(two);
  CHECK(three.user == "user");
  CHECK(three.password == std::string(100, 'p'));
  CHECK(three.origin == "http://h:80");
  CHECK(two.password == "");
}
