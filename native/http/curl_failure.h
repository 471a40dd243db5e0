// What a libcurl result means in the words of Imnxport.
#pragma once

#include <curl/curl.h>

#include "abi/imnxport.h"

namespace imnxport {

// The HRESULT of a failed transfer. `easy` is asked for details, `said` is what libcurl wrote into its error
// buffer: a refused certificate has only words for why, on some systems.
HRESULT HResultOfCurl(CURLcode result, CURL* easy, const char* said) noexcept;

}  // namespace imnxport
