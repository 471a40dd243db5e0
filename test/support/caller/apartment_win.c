/* apartment_win.c: a question from a single-threaded apartment, which has to be kept alive while it waits. */
#include <objbase.h>
#include <windows.h>

#include "caller.h"

#define TELL (WM_APP + 1)
#define DISPATCHED 42

static LRESULT CALLBACK Procedure(HWND window, UINT message, WPARAM wide, LPARAM value) {
  if (message != TELL) return DefWindowProcW(window, message, wide, value);
  IHTTPMailCallback* callback = (IHTTPMailCallback*)value;
  return callback->lpVtbl->OnStatus(callback, (IXPSTATUS)DISPATCHED, NULL);
}

HRESULT AskInApartment(IHTTPMailCallback* callback, DWORD* seconds) {
  HRESULT hr = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  if (FAILED(hr)) return hr;
  WNDCLASSW type;
  ZeroMemory(&type, sizeof type);
  type.lpfnWndProc = Procedure;
  type.hInstance = GetModuleHandleW(NULL);
  type.lpszClassName = L"imnxport-test-caller";
  RegisterClassW(&type); /* fails when there is one already, which serves as well */
  HWND window =
      CreateWindowExW(0, type.lpszClassName, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, type.hInstance, NULL);
  PostMessageW(window, TELL, 0, (LPARAM)callback);
  hr = callback->lpVtbl->OnTimeout(callback, seconds, NULL);
  DestroyWindow(window);
  CoUninitialize();
  return hr;
}
