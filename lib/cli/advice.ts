// What a person at the command line can do about a failure.
import { ImnxportError } from '../errors.js';
import type { HresultName } from '../hresult.js';

const ADVICE: Partial<Record<HresultName, string>> = {
  IXP_E_INVALID_CERT_CN: "correct the host in the URL, or have the server's certificate made for it",
  IXP_E_INVALID_CERT_DATE: "renew the server's certificate, or set this machine's clock",
  IXP_E_CONN_RECV: 'check scheme and port: something else listens there',
  IXP_E_INCOMPLETE: 'see that nobody changes the file meanwhile',
  IXP_E_CANT_FIND_HOST: 'check the name in the URL, and the network',
  IXP_E_CONNECTION_DROPPED: 'try again',
  IXP_E_FAILED_TO_CONNECT: 'check host and port, the firewall, and --proxy',
  IXP_E_TIMEOUT: 'try again with a longer --idle-timeout',
  IXP_E_SECURE_CONNECT_FAILED: "give the server's authority with --ca-file, if you trust it",
  IXP_E_HTTP_USE_PROXY: 'name the proxy with --proxy',
  IXP_E_HTTP_UNAUTHORIZED: 'check --user, and the password in IMNXPORT_PASSWORD',
  IXP_E_HTTP_FORBIDDEN: 'ask whoever runs the server for the right to post there',
  IXP_E_HTTP_NOT_FOUND: 'correct the path of the URL',
  IXP_E_HTTP_METHOD_NOT_ALLOW: 'correct the path of the URL: this one takes no POST',
  IXP_E_HTTP_NOT_ACCEPTABLE: "say what you accept: --header 'Accept: …'",
  IXP_E_HTTP_PROXY_AUTH_REQ: 'put user and password into the URL of --proxy',
  IXP_E_HTTP_REQUEST_TIMEOUT: 'try again',
  IXP_E_HTTP_LENGTH_REQUIRED: 'post a file instead of standard input: its length is known',
  IXP_E_HTTP_SERVICE_UNAVAIL: 'try again later',
  IXP_E_HTTP_GATEWAY_TIMEOUT: 'try again later',
  IXP_E_HTTP_INSUFFICIENT_STORAGE: 'make room on the server',
  ERROR_FILE_NOT_FOUND: 'check the path of the file',
  ERROR_PATH_NOT_FOUND: 'check the path of the file',
};

/** Ends that say nothing about what became of the message, where all of it had left. */
const UNCERTAIN: readonly HresultName[] = ['IXP_E_CONNECTION_DROPPED', 'IXP_E_CONN_RECV', 'IXP_E_TIMEOUT'];

/** What Node.js says about a server that cannot listen, as `system call` and code. */
const NETWORK: Partial<Record<string, string>> = {
  'listen EADDRINUSE': 'choose another port, or end the program that listens there',
  'listen EACCES': 'choose a port from 1024 on',
  'listen EADDRNOTAVAIL': '--host takes an address of this machine',
  'getaddrinfo ENOTFOUND': '--host takes an address of this machine',
};

/** The rest of the line that tells of a failure; undefined where its message says all there is to say. */
export function adviceFor(error: unknown): string | undefined {
  if (!ImnxportError.is(error)) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    return NETWORK[`${syscall} ${code}`];
  }
  if (error.delivery === 'whole' && UNCERTAIN.includes(error.hresultName)) {
    return 'look on the server before you post again: it may have the message all the same';
  }
  return ADVICE[error.hresultName];
}
