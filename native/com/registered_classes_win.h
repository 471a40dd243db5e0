// What the registry says of each class of the server.
#pragma once

#include <string>

#include "com/class_keys_win.h"
#include "com/server_classes.h"

namespace imnxport {

// "CLSID\{…}", the key of a class.
std::wstring ClassPath(const CLSID& clsid);

// "{…}". May throw std::bad_alloc.
std::wstring GuidText(const GUID& guid);

// The path of the DLL that the key of a class names; L"" when there is none.
std::wstring RegisteredFile(const ClassKeys& keys, const CLSID& clsid);

// What belongs under the key of a class whose code is in `file`; `library` is the GUID of its type library,
// or L"".
KeyImage ClassImage(const ServerClass& row, const std::wstring& file, const std::wstring& library);

// Writes the names that scripts use, or removes them. They are shared by 32 and 64 bits: they stay while the
// other side has the class registered. One that leads to another class by now is not ours and stays too.
void WriteProgIds(ClassKeys& keys, const ServerClass& row);
void RemoveProgIds(ClassKeys& keys, const ServerClass& row);

}  // namespace imnxport
