// Defines every GUID of the public headers, once, for this library.
#define IMNXPORT_INITGUID

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
