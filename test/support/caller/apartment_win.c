/* apartment_win.c: calls from a single-threaded apartment, which has to be kept alive while they wait. */
#include <objbase.h>
#include <windows.h>

#include "caller.h"

#define TELL_CALLBACK (WM_APP + 1)
#define TELL_STREAM (WM_APP + 2)
#define DISPATCHED 42

static LRESULT CALLBACK Procedure(HWND window, UINT message, WPARAM wide, LPARAM value) {
  if (message == TELL_CALLBACK) {
    IHTTPMailCallback* callback = (IHTTPMailCallback*)value;
    return callback->lpVtbl->OnStatus(callback, (IXPSTATUS)DISPATCHED, NULL);
  }
  if (message == TELL_STREAM) {
    IStream* stream = (IStream*)value;
    const BYTE byte = DISPATCHED;
    return stream->lpVtbl->Write(stream, &byte, 1, NULL);
  }
  return DefWindowProcW(window, message, wide, value);
}

/* An apartment with a window, to which a message has been posted. */
static HRESULT Enter(UINT message, void* value, HWND* window) {
  const HRESULT hr = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  if (FAILED(hr)) return hr;
  WNDCLASSW type;
  ZeroMemory(&type, sizeof type);
  type.lpfnWndProc = Procedure;
  type.hInstance = GetModuleHandleW(NULL);
  type.lpszClassName = L"imnxport-test-caller";
  RegisterClassW(&type); /* fails when there is one already, which serves as well */
  *window =
      CreateWindowExW(0, type.lpszClassName, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, type.hInstance, NULL);
  PostMessageW(*window, message, 0, (LPARAM)value);
  return S_OK;
}

static void Leave(HWND window) {
  DestroyWindow(window);
  CoUninitialize();
}

HRESULT AskInApartment(IHTTPMailCallback* callback, DWORD* seconds) {
  HWND window;
  HRESULT hr = Enter(TELL_CALLBACK, callback, &window);
  if (FAILED(hr)) return hr;
  hr = callback->lpVtbl->OnTimeout(callback, seconds, NULL);
  Leave(window);
  return hr;
}

HRESULT ReadInApartment(IStream* stream, BYTE* byte) {
  HWND window;
  HRESULT hr = Enter(TELL_STREAM, stream, &window);
  if (FAILED(hr)) return hr;
  hr = stream->lpVtbl->Read(stream, byte, 1, NULL);
  Leave(window);
  return hr;
}
