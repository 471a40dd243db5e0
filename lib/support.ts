// Asking what this installation can do, without making a transport.
import { native } from './native.js';
import { VERSION } from './version.js';

/** Whether the native part can be loaded here. Never throws; a transport's constructor says what is missing. */
export function isSupported(): boolean {
  try {
    native();
    return true;
  } catch {
    return false;
  }
}

/** The versions of this package and of the HTTP engine in it. Throws where isSupported() is false. */
export function versions(): { readonly imnxport: string; readonly libcurl: string } {
  return { imnxport: VERSION, libcurl: native().libcurlVersion };
}

/** The number by which the system knows the thread that this runs on, as `threadId` of a callback has it. */
export function currentThreadId(): number {
  return native().currentThreadId();
}
