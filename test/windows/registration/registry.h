/* registry.h: what the tests see of the registry, read and written without any code of the library. */
#ifndef IMNXPORT_TEST_REGISTRY_H
#define IMNXPORT_TEST_REGISTRY_H

#include <windows.h>

#define OUR_CLSID L"{F553FA68-647B-41EA-892A-73116EBDE3CD}"
#define CLASSIC_CLSID L"{5A580C11-E5EB-11D1-A86E-0000F8084F96}"
#define OUR_KEY L"CLSID\\" OUR_CLSID
#define CLASSIC_KEY L"CLSID\\" CLASSIC_CLSID
#define OUR_PROGID L"Imnxport.HttpMailTransport"
#define POSTER_KEY L"CLSID\\{D6C0083F-44E0-45E2-8B97-82029A1DF32B}"
#define POSTER_PROGID L"Imnxport.HttpMailPoster"
#define POSTER_INTERFACE_KEY L"Interface\\{D2EA7D67-00C1-4183-BF5B-6F404A06ACF9}"
#define LIBRARY_KEY L"TypeLib\\{E0531D5D-B78A-42BC-A2AC-5BFF8332DC6A}"

typedef enum Scope { kUser, kMachine } Scope; /* HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE */

/* Paths are below Software\Classes. */

/* Everything in and below a key as text, in an order of its own, to be freed; "" when there is no such key.
 *   [subkey]
 *   name=text                of a REG_SZ that ends as it should
 *   name=<type>:<bytes>      of anything else */
char* Dump(Scope scope, const wchar_t* path);
/* All keys that the library may ever write, of both scopes and of both bitnesses, and the keys they stand in.
 */
char* DumpAll(void);
/* Checks that two texts of that kind are the same, and frees both. */
void CheckSame(char* before, char* after);

int KeyExists(Scope scope, const wchar_t* path);
/* A REG_SZ, in a buffer that the next call overwrites; "" when there is none. */
const wchar_t* TextAt(Scope scope, const wchar_t* path, const wchar_t* value);

void PutKey(Scope scope, const wchar_t* path);
void PutText(Scope scope, const wchar_t* path, const wchar_t* value, const wchar_t* text);
void PutBytes(Scope scope, const wchar_t* path, const wchar_t* value, DWORD type, const void* data,
              DWORD size);
/* A class of ours in the view of the processes with the other bitness; not in a sandbox. */
void PutClassForOthers(void);
void RemoveClassForOthers(void);
/* A key that forgets, and may not have a child that does not. */
void PutVolatileKey(Scope scope, const wchar_t* path);
/* From now on nobody may write there. */
void Forbid(Scope scope, const wchar_t* path);
void Remove(Scope scope, const wchar_t* path);

/* Around a case: this process gets an empty registry of its own in the place of both scopes, so that nothing
 * of the machine is touched. There COM finds nothing, and both bitnesses have one view. */
void EnterSandbox(void);
void LeaveSandbox(void);

#endif
