/* transport_test.h: what the files of transport_test share. */
#ifndef IMNXPORT_TEST_TRANSPORT_TEST_H
#define IMNXPORT_TEST_TRANSPORT_TEST_H

#include "support/fixture.h"

/* Every command that is not implemented, by number, with arguments that are all right. */
enum { kUnimplemented = 22 };
const char* UnimplementedName(int number);
/* path NULL: what it says to that. `pointer` stands for streams, requests and other objects: it may be any
 * pointer that is not NULL, nobody looks behind it. */
HRESULT CallUnimplemented(void* transport, int number, const char* path, void* pointer);

#endif
