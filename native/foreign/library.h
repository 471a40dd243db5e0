// A library that was loaded at a user's word, or the reason why it was not.
#pragma once

#include <memory>
#include <string>

#include "foreign/open_failure.h"

namespace imnxport {

// Used by one thread at a time. Whoever drops it without Unload leaves the library loaded for good.
class Library {
 public:
  // Loads the file at an absolute path, UTF-8. Null: *why says how that went wrong. May throw std::bad_alloc.
  static std::unique_ptr<Library> Load(const std::string& path, OpenFailure* why);

  // An exported function; null: *why says that it is not there. May throw std::bad_alloc.
  template <class Function>
  Function* Find(const char* name, OpenFailure* why) const {
    return reinterpret_cast<Function*>(FindAny(name, why));
  }
  // The same for one that may be missing.
  template <class Function>
  Function* FindOptional(const char* name) const noexcept {
    return reinterpret_cast<Function*>(FindAny(name));
  }

  // Gives the library back to the system. Nothing of it may be used any more.
  void Unload() noexcept;

 private:
  Library(std::string path, void* handle) noexcept : path_(std::move(path)), handle_(handle) {}
  void* FindAny(const char* name, OpenFailure* why) const;
  void* FindAny(const char* name) const noexcept;

  const std::string path_;
  void* handle_;
};

}  // namespace imnxport
