// What a libcurl result means in the words of Imnxport.
#pragma once

#include <curl/curl.h>

#include "abi/imnxport.h"

namespace imnxport {

// The HRESULT of a failed transfer. `easy` is asked for details of a refused certificate.
HRESULT HResultOfCurl(CURLcode result, CURL* easy) noexcept;

}  // namespace imnxport
