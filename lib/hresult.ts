// Every HRESULT that can reach JavaScript: its number, its name, its error code and what it means in words.

/** HRESULTs by their Imnxport.h or winerror.h name, as unsigned 32-bit numbers. */
export const Hresult = {
  S_OK: 0,
  S_FALSE: 1,

  IXP_E_LOAD_SICILY_FAILED: 0x800ccc00,
  IXP_E_INVALID_CERT_CN: 0x800ccc01,
  IXP_E_INVALID_CERT_DATE: 0x800ccc02,
  IXP_E_ALREADY_CONNECTED: 0x800ccc03,
  IXP_E_CONN: 0x800ccc04,
  IXP_E_NOT_CONNECTED: 0x800ccc05,
  IXP_E_CONN_SEND: 0x800ccc06,
  IXP_E_WOULD_BLOCK: 0x800ccc07,
  IXP_E_INVALID_STATE: 0x800ccc08,
  IXP_E_CONN_RECV: 0x800ccc09,
  IXP_E_INCOMPLETE: 0x800ccc0a,
  IXP_E_BUSY: 0x800ccc0b,
  IXP_E_NOT_INIT: 0x800ccc0c,
  IXP_E_CANT_FIND_HOST: 0x800ccc0d,
  IXP_E_FAILED_TO_CONNECT: 0x800ccc0e,
  IXP_E_CONNECTION_DROPPED: 0x800ccc0f,
  IXP_E_INVALID_ADDRESS: 0x800ccc10,
  IXP_E_INVALID_ADDRESS_LIST: 0x800ccc11,
  IXP_E_SOCKET_READ_ERROR: 0x800ccc12,
  IXP_E_SOCKET_WRITE_ERROR: 0x800ccc13,
  IXP_E_SOCKET_INIT_ERROR: 0x800ccc14,
  IXP_E_SOCKET_CONNECT_ERROR: 0x800ccc15,
  IXP_E_INVALID_ACCOUNT: 0x800ccc16,
  IXP_E_USER_CANCEL: 0x800ccc17,
  IXP_E_SICILY_LOGON_FAILED: 0x800ccc18,
  IXP_E_TIMEOUT: 0x800ccc19,
  IXP_E_SECURE_CONNECT_FAILED: 0x800ccc1a,

  IXP_E_HTTP_USE_PROXY: 0x800ccc30,
  IXP_E_HTTP_BAD_REQUEST: 0x800ccc31,
  IXP_E_HTTP_UNAUTHORIZED: 0x800ccc32,
  IXP_E_HTTP_FORBIDDEN: 0x800ccc33,
  IXP_E_HTTP_NOT_FOUND: 0x800ccc34,
  IXP_E_HTTP_METHOD_NOT_ALLOW: 0x800ccc35,
  IXP_E_HTTP_NOT_ACCEPTABLE: 0x800ccc36,
  IXP_E_HTTP_PROXY_AUTH_REQ: 0x800ccc37,
  IXP_E_HTTP_REQUEST_TIMEOUT: 0x800ccc38,
  IXP_E_HTTP_CONFLICT: 0x800ccc39,
  IXP_E_HTTP_GONE: 0x800ccc3a,
  IXP_E_HTTP_LENGTH_REQUIRED: 0x800ccc3b,
  IXP_E_HTTP_PRECOND_FAILED: 0x800ccc3c,
  IXP_E_HTTP_INTERNAL_ERROR: 0x800ccc3d,
  IXP_E_HTTP_NOT_IMPLEMENTED: 0x800ccc3e,
  IXP_E_HTTP_BAD_GATEWAY: 0x800ccc3f,
  IXP_E_HTTP_SERVICE_UNAVAIL: 0x800cccf0,
  IXP_E_HTTP_GATEWAY_TIMEOUT: 0x800cccf1,
  IXP_E_HTTP_VERS_NOT_SUP: 0x800cccf2,
  IXP_E_HTTP_INSUFFICIENT_STORAGE: 0x800cccf3,
  IXP_E_HTTP_ROOT_PROP_NOT_FOUND: 0x800cccf4,

  E_NOTIMPL: 0x80004001,
  E_NOINTERFACE: 0x80004002,
  E_POINTER: 0x80004003,
  E_ABORT: 0x80004004,
  E_FAIL: 0x80004005,
  E_PENDING: 0x8000000a,
  E_UNEXPECTED: 0x8000ffff,
  E_ACCESSDENIED: 0x80070005,
  E_OUTOFMEMORY: 0x8007000e,
  E_INVALIDARG: 0x80070057,
  CLASS_E_CLASSNOTAVAILABLE: 0x80040111,
  REGDB_E_CLASSNOTREG: 0x80040154,
  RPC_E_CANTCALLOUT_INEXTERNALCALL: 0x80010005,
  RPC_E_DISCONNECTED: 0x80010108,
  STG_E_INVALIDFUNCTION: 0x80030001,
  STG_E_ACCESSDENIED: 0x80030005,
  STG_E_INVALIDPOINTER: 0x80030009,
  STG_E_SEEKERROR: 0x80030019,
  STG_E_WRITEFAULT: 0x8003001d,
  STG_E_READFAULT: 0x8003001e,
  STG_E_MEDIUMFULL: 0x80030070,
  STG_E_REVERTED: 0x80030102,

  RPC_E_WRONG_THREAD: 0x8001010e,

  ERROR_FILE_NOT_FOUND: 0x80070002,
  ERROR_PATH_NOT_FOUND: 0x80070003,
  ERROR_TOO_MANY_OPEN_FILES: 0x80070004,
  ERROR_WRITE_PROTECT: 0x80070013,
  ERROR_SHARING_VIOLATION: 0x80070020,
  ERROR_HANDLE_EOF: 0x80070026,
  ERROR_DISK_FULL: 0x80070070,
  ERROR_MOD_NOT_FOUND: 0x8007007e,
  ERROR_PROC_NOT_FOUND: 0x8007007f,
  ERROR_BUSY: 0x800700aa,
  ERROR_BAD_EXE_FORMAT: 0x800700c1,
  ERROR_FILENAME_EXCED_RANGE: 0x800700ce,
  ERROR_BAD_FILE_TYPE: 0x800700de,
  ERROR_FILE_TOO_LARGE: 0x800700df,
  ERROR_DIRECTORY: 0x8007010b,
  ERROR_IO_DEVICE: 0x8007045d,
  ERROR_CANT_RESOLVE_FILENAME: 0x80070781,
} as const;

/** The name of an HRESULT. Names that Hresult does not know are given as `0x8…`. */
export type HresultName = keyof typeof Hresult | `0x${string}`;

const NAMES = new Map<number, HresultName>(
  Object.entries(Hresult).map(([name, value]) => [value, name as HresultName]),
);

/** `IXP_E_TIMEOUT` for 0x800CCC19; the number in hexadecimal when it has no name here. Either sign will do. */
export function hresultName(hresult: number): HresultName {
  const unsigned = hresult >>> 0;
  return NAMES.get(unsigned) ?? `0x${unsigned.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Names that would not read well, or would be taken for another, as an error code. */
const SPLIT: Partial<Record<HresultName, string>> = {
  E_INVALIDARG: 'INVALID_ARG',
  E_OUTOFMEMORY: 'OUT_OF_MEMORY',
  E_ACCESSDENIED: 'ACCESS_DENIED',
  E_NOTIMPL: 'NOT_IMPLEMENTED',
  ERROR_BUSY: 'FILE_BUSY',
  RPC_E_WRONG_THREAD: 'WRONG_APARTMENT',
  RPC_E_CANTCALLOUT_INEXTERNALCALL: 'WOULD_DEADLOCK',
};

/** `ERR_IMNXPORT_TIMEOUT` for IXP_E_TIMEOUT; `ERR_IMNXPORT_OTHER` for a number without a name. */
export function errorCode(hresult: number): `ERR_IMNXPORT_${string}` {
  const name = hresultName(hresult);
  if (name.startsWith('0x')) return 'ERR_IMNXPORT_OTHER';
  return `ERR_IMNXPORT_${SPLIT[name] ?? name.replace(/^(IXP_E_|E_|ERROR_)/, '')}`;
}

const MEANINGS: Partial<Record<HresultName, string>> = {
  IXP_E_INVALID_CERT_CN: 'the certificate of the server is for another name',
  IXP_E_INVALID_CERT_DATE: 'the certificate of the server has expired or is not valid yet',
  IXP_E_CONN_RECV: 'the answer of the server is not HTTP',
  IXP_E_INCOMPLETE: 'the body has another length than announced',
  IXP_E_CANT_FIND_HOST: 'the name of the server was not found',
  IXP_E_FAILED_TO_CONNECT: 'no connection to the server could be made',
  IXP_E_CONNECTION_DROPPED: 'the connection ended before the answer was complete',
  IXP_E_USER_CANCEL: 'cancelled',
  IXP_E_TIMEOUT: 'the server was silent for too long',
  IXP_E_SECURE_CONNECT_FAILED: 'no secure connection to the server could be made',
  IXP_E_INVALID_STATE: 'the transport is closed',
  RPC_E_WRONG_THREAD: 'the object belongs to another thread',
  E_INVALIDARG: 'an argument is not valid',
  E_OUTOFMEMORY: 'out of memory',
  E_ACCESSDENIED: 'access denied',
  RPC_E_CANTCALLOUT_INEXTERNALCALL: 'the JavaScript thread cannot wait for JavaScript',
  STG_E_ACCESSDENIED: 'the stream does not allow that',
  STG_E_INVALIDFUNCTION: 'the stream cannot go there',
  STG_E_READFAULT: 'the body could not be read',
  STG_E_WRITEFAULT: 'the stream could not be written',
  ERROR_FILE_NOT_FOUND: 'no such file',
  ERROR_PATH_NOT_FOUND: 'no such folder',
  ERROR_DIRECTORY: 'this is a folder, not a file',
  ERROR_HANDLE_EOF: 'the range goes beyond the end of the file',
  ERROR_BAD_FILE_TYPE: 'this is not a file whose length is known',
};

/** What an HRESULT means, as the middle of a sentence; its name when there is nothing better to say. */
export function hresultMeaning(hresult: number): string {
  const name = hresultName(hresult);
  return MEANINGS[name] ?? name;
}
