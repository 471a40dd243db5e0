/* host.h: what a COM host does with a class, however it found it. */
#ifndef IMNXPORT_TEST_HOST_H
#define IMNXPORT_TEST_HOST_H

#include <windows.h>

/* CoCreateInstance, InitNew, CommandPOST to a server in this process, the final response, Release. */
void CreateAndPost(const CLSID* clsid);
/* Creates our own class by a name of it. (In an activation context a name stands for a class id made up by
 * it.) */
void CreateByName(const wchar_t* name);
/* Imnxport.HttpMailPoster by its name, which knows its methods by their names, and the type library by its
 * GUID. */
void CreatePoster(void);
/* Checks that COM lets the library go, and that it then is gone from this process. */
void CheckUnloaded(void);

#endif
