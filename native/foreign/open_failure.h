// Why a transport that is not ours could not be had.
#pragma once

#include <string>

#include "abi/imnxport.h"

namespace imnxport {

enum class OpenProblem {
  kNotFound,  // no such file, export or class
  kBitness,   // it is there, for another kind of process
  kFailed     // it is there, and does not work
};

struct OpenFailure {
  OpenProblem problem = OpenProblem::kFailed;
  HRESULT hr = E_FAIL;  // what said so: the system's error, or the answer of the server
  std::string text;     // what was looked for and what was found, in words; UTF-8
};

// HRESULTs of conditions that we find ourselves (learn.microsoft.com, "System Error Codes").
constexpr HRESULT kFileNotFound = static_cast<HRESULT>(0x80070002u);    // ERROR_FILE_NOT_FOUND
constexpr HRESULT kPathNotFound = static_cast<HRESULT>(0x80070003u);    // ERROR_PATH_NOT_FOUND
constexpr HRESULT kModuleNotFound = static_cast<HRESULT>(0x8007007Eu);  // ERROR_MOD_NOT_FOUND
constexpr HRESULT kExportNotFound = static_cast<HRESULT>(0x8007007Fu);  // ERROR_PROC_NOT_FOUND
constexpr HRESULT kBadExeFormat = static_cast<HRESULT>(0x800700C1u);    // ERROR_BAD_EXE_FORMAT

// "0x80040154". May throw std::bad_alloc.
std::string HexText(HRESULT hr);
// "{19F6481C-E5F0-11D1-A86E-0000F8084F96}", as the registry spells it. May throw std::bad_alloc.
std::string ClsidText(const GUID& guid);

}  // namespace imnxport
