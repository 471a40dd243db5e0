// Defines the GUIDs of imnxport_automation.h, once, for this library.
#define IMNXPORT_INITGUID

#include "abi/imnxport_automation.h"
