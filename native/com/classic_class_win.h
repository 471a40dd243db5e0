// CLSID_IHTTPMailTransport, which other software may own: taken only on request, and given back as it was.
#pragma once

#include <optional>
#include <string>

#include "com/class_keys_win.h"

namespace imnxport {

// The subkey of our own CLSID that keeps what was registered for it before: a DWORD "Existed" and, when that
// is 1, a subkey "Key" with all values and keys that were there.
inline constexpr wchar_t kClassicBefore[] = L"ClassicBefore";

// Whether it is ours there: `own` is what is under our own CLSID.
bool HoldsClassic(const ClassKeys& keys, const std::optional<KeyImage>& own);

// Throws RegistrationFailure with HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS) when, for the current user or for
// the machine, it is registered for something other than `file` and what is registered as our own class.
void RefuseForeignClassic(const std::wstring& file);

// kClassicBefore, with what is registered there now.
KeyImage ClassicBefore(const ClassKeys& keys);

// Makes it again what it was, if it is ours there.
void GiveBackClassic(ClassKeys& keys, const KeyImage& own);

}  // namespace imnxport
