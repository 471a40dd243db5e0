/* guids.c: defines the GUIDs, as a stranger's program would. */
#define IMNXPORT_INITGUID

#include "abi/imnxport_ext.h"
