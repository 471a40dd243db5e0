// The only way in which this project includes Node-API: node-addon-api with the switches it is built with.
#pragma once

#ifndef NAPI_VERSION
#define NAPI_VERSION 8
#endif
#ifndef NAPI_CPP_EXCEPTIONS
#define NAPI_CPP_EXCEPTIONS
#endif
// Where memory is caged (Electron) a buffer of ours cannot be handed out; we copy everywhere instead.
#ifndef NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED
#define NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED
#endif
// A worker that is being terminated refuses new JavaScript exceptions: that is no reason to abort the
// process.
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
// std::bad_alloc in a function called by JavaScript becomes a JavaScript exception.
#define NODE_ADDON_API_CPP_EXCEPTIONS_ALL
#define NODE_ADDON_API_DISABLE_DEPRECATED

#include <napi.h>
