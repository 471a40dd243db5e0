// The file that this module was loaded from, and how paths of files are compared.
#pragma once

#include <string>

namespace imnxport {

// Its full path. Throws RegistrationFailure or std::bad_alloc. Any thread.
std::wstring ModuleFile();

// Whether two paths lead to the same place, short names and case aside. An empty path is nowhere. Any thread.
bool SamePath(const std::wstring& a, const std::wstring& b);

// Whether it is certain that there is no file: on a drive that cannot be asked now there may be one. Any
// thread.
bool FileIsGone(const std::wstring& path) noexcept;

}  // namespace imnxport
