// The part of loading libraries that each operating system does its own way.
#pragma once

#include <string>

#include "abi/imnxport.h"
#include "foreign/image_file.h"

namespace imnxport {

// What the libraries of this system are.
extern const ImageFile::Kind kOwnImageKind;

// Loads the file at an absolute path, UTF-8, and looks for what it needs beside it and in the system's
// places, never in the current folder. Null: *hr is the system's error, *said its words where there are any.
// May throw std::bad_alloc. Any thread.
void* LoadFile(const std::string& path, HRESULT* hr, std::string* said);

// Null: it exports nothing of that name. Any thread.
void* FindExport(void* library, const char* name) noexcept;

// Gives one LoadFile back; the code may be gone afterwards. Any thread.
void UnloadFile(void* library) noexcept;

}  // namespace imnxport
