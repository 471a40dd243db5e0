// The allocator of the whole program: operator new for the core, malloc and the like, by the linker's --wrap,
// for libcurl, OpenSSL and the C++ library.
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "faults.h"

extern "C" {
void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* old, size_t size);
void __real_free(void* memory);
}

namespace {

using torture::Fault;

void* Counted(void* memory) {
  if (memory) torture::CountLive(1);
  return memory;
}

void* None() {
  errno = ENOMEM;
  return nullptr;
}

void* New(size_t size) {
  return torture::Fails(Fault::kMemory, "operator new") ? None() : Counted(__real_malloc(size ? size : 1));
}

void* NewAligned(size_t size, std::align_val_t alignment) {
  if (torture::Fails(Fault::kMemory, "operator new (aligned)")) return None();
  void* memory = nullptr;
  return posix_memalign(&memory, static_cast<size_t>(alignment), size ? size : 1) == 0 ? Counted(memory)
                                                                                       : None();
}

void Delete(void* memory) {
  if (!memory) return;
  torture::CountLive(-1);
  __real_free(memory);
}

void* OrThrow(void* memory) {
  if (!memory) throw std::bad_alloc();
  return memory;
}

}  // namespace

extern "C" {

void* __wrap_malloc(size_t size) {
  return torture::Fails(Fault::kMemory, "malloc") ? None() : Counted(__real_malloc(size));
}

void* __wrap_calloc(size_t count, size_t size) {
  return torture::Fails(Fault::kMemory, "calloc") ? None() : Counted(__real_calloc(count, size));
}

void* __wrap_realloc(void* old, size_t size) {
  if (!old) return __wrap_malloc(size);
  if (size == 0) {
    Delete(old);
    return nullptr;
  }
  return torture::Fails(Fault::kMemory, "realloc") ? None() : __real_realloc(old, size);
}

char* __wrap_strdup(const char* text) {
  if (torture::Fails(Fault::kMemory, "strdup")) return static_cast<char*>(None());
  const size_t size = std::strlen(text) + 1;
  void* const copy = Counted(__real_malloc(size));
  return copy ? static_cast<char*>(std::memcpy(copy, text, size)) : nullptr;
}

void __wrap_free(void* memory) { Delete(memory); }

}  // extern "C"

void* operator new(size_t size) { return OrThrow(New(size)); }
void* operator new[](size_t size) { return OrThrow(New(size)); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return New(size); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return New(size); }
void* operator new(size_t size, std::align_val_t alignment) { return OrThrow(NewAligned(size, alignment)); }
void* operator new[](size_t size, std::align_val_t alignment) { return OrThrow(NewAligned(size, alignment)); }
void* operator new(size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return NewAligned(size, alignment);
}
void* operator new[](size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return NewAligned(size, alignment);
}
void operator delete(void* memory) noexcept { Delete(memory); }
void operator delete[](void* memory) noexcept { Delete(memory); }
void operator delete(void* memory, size_t) noexcept { Delete(memory); }
void operator delete[](void* memory, size_t) noexcept { Delete(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { Delete(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { Delete(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { Delete(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { Delete(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { Delete(memory); }
void operator delete[](void* memory, size_t, std::align_val_t) noexcept { Delete(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { Delete(memory); }
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept { Delete(memory); }
