// User name and password, wiped when they are no longer needed.
#pragma once

#include <string>

namespace imnxport {

// Overwrites memory in a way that the compiler does not take out.
void Wipe(void* memory, size_t size) noexcept;
void Wipe(std::string& text) noexcept;

// UTF-8. For the server at `origin` and for no other; an empty origin is bound to that of the first
// command that uses it.
struct Credentials {
  Credentials() = default;
  Credentials(const Credentials&) = default;
  Credentials(Credentials&& other) noexcept { Swap(other); }
  Credentials& operator=(Credentials other) noexcept {
    Swap(other);  // what was here is wiped with the copy
    return *this;
  }
  ~Credentials() {
    Wipe(user);
    Wipe(password);
  }

  void Swap(Credentials& other) noexcept {
    user.swap(other.user);
    password.swap(other.password);
    origin.swap(other.origin);
  }

  std::string user;
  std::string password;
  std::string origin;
};

}  // namespace imnxport
