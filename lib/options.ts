// The options of transports and posts: defaults, then validation, then interpretation into what native code takes.
import { MAX_DWORD } from './constants.js';
import { invalidArgument } from './errors.js';
import { filePath } from './file-body.js';
import type { Header, NativePointer, NativeProvider } from './native.js';
import { providerSetting } from './provider.js';
import type { Credentials, PostOptions, TransportOptions } from './types.js';
import {
  absoluteUrl,
  byteCount,
  describe,
  headerList,
  httpUrl,
  isObject,
  known,
  nonNegativeInteger,
  object,
  optionalFunction,
  text,
} from './validate.js';
import { VERSION } from './version.js';

/** TransportOptions, checked. */
export interface TransportSettings {
  userAgent: string;
  logFile: string | null;
  idleTimeout: number;
  proxy: string | false | null;
  caFile: string | null;
  caPem: Uint8Array | null;
  acceptAnyCertificate: boolean;
  credentials: { user: string; password: string; origin: string | null } | null;
  headers: Header[];
  onLogonPrompt: TransportOptions['onLogonPrompt'];
  onTimeout: TransportOptions['onTimeout'];
  /** Null: the builtin transport. */
  provider: NativeProvider | null;
  /** The transport of {@link POINTER}. */
  pointer: NativePointer | bigint | null;
}

/** Where HttpMailTransport.fromPointer puts the pointer. */
export const POINTER = Symbol('pointer');

const KNOWN: ReadonlySet<string> = new Set<keyof TransportOptions>([
  'userAgent',
  'credentials',
  'headers',
  'logFile',
  'idleTimeout',
  'proxy',
  'tls',
  'onLogonPrompt',
  'onTimeout',
  'provider',
]);

const KNOWN_FOR_POST: ReadonlySet<string> = new Set<keyof PostOptions>([
  'contentType',
  'contentLength',
  'headers',
  'context',
  'signal',
  'onProgress',
]);

/** Throws ImnxportError ERR_IMNXPORT_INVALID_ARG. */
export function transportSettings(input: unknown): TransportSettings {
  const options = known('options', input, KNOWN) as TransportOptions;
  const { userAgent = `imnxport/${VERSION}`, idleTimeout = 60_000, proxy, logFile } = options;

  optionalFunction('options.onLogonPrompt', options.onLogonPrompt);
  optionalFunction('options.onTimeout', options.onTimeout);
  if (idleTimeout === 0) throw invalidArgument('options.idleTimeout', 'must not be 0');

  return {
    userAgent: text('options.userAgent', userAgent),
    logFile: logFile === undefined ? null : filePath('options.logFile', logFile),
    idleTimeout: nonNegativeInteger('options.idleTimeout', idleTimeout, MAX_DWORD),
    proxy: proxy === undefined ? null : proxy === false ? false : proxyUrl(proxy),
    ...tlsSettings(options.tls),
    credentials: options.credentials === undefined ? null : transportCredentials(options.credentials),
    headers: headerList('options.headers', options.headers),
    onLogonPrompt: options.onLogonPrompt,
    onTimeout: options.onTimeout,
    provider: providerSetting('options.provider', options.provider),
    pointer: (options as { [POINTER]?: NativePointer | bigint })[POINTER] ?? null,
  };
}

function proxyUrl(proxy: unknown): string {
  return absoluteUrl('options.proxy', proxy, ['http:', 'https:', 'socks5h:']).href;
}

function tlsSettings(input: unknown): Pick<TransportSettings, 'caFile' | 'caPem' | 'acceptAnyCertificate'> {
  const names = new Set(['ca', 'caFile', 'dangerouslyAcceptAnyCertificate']);
  const tls: { [name in 'ca' | 'caFile' | 'dangerouslyAcceptAnyCertificate']?: unknown } = known(
    'options.tls',
    input ?? {},
    names,
  );
  const any = tls.dangerouslyAcceptAnyCertificate ?? false;
  if (typeof any !== 'boolean') {
    throw invalidArgument(
      'options.tls.dangerouslyAcceptAnyCertificate',
      `must be a boolean, not ${describe(any)}`,
    );
  }
  if (tls.ca !== undefined && tls.caFile !== undefined) {
    throw invalidArgument('options.tls.caFile', 'cannot be given together with options.tls.ca');
  }
  return {
    caFile: tls.caFile === undefined ? null : filePath('options.tls.caFile', tls.caFile),
    caPem: tls.ca === undefined ? null : pem(tls.ca),
    acceptAnyCertificate: any,
  };
}

function pem(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  if (!ArrayBuffer.isView(bytes)) {
    throw invalidArgument('options.tls.ca', `must be a string or bytes, not ${describe(value)}`);
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!view.includes('-----BEGIN')) {
    throw invalidArgument('options.tls.ca', 'is not PEM; for the name of a file use options.tls.caFile');
  }
  return Uint8Array.from(view);
}

function transportCredentials(input: unknown): NonNullable<TransportSettings['credentials']> {
  const names = new Set(['user', 'password', 'origin']);
  const { origin } = known('options.credentials', input, names) as Credentials;
  const bound = origin === undefined ? null : httpUrl('options.credentials.origin', origin).origin;
  return { ...credentials('options.credentials', input), origin: bound };
}

/** User and password, of an option or of the answer to a prompt. */
export function credentials(argument: string, input: unknown): { user: string; password: string } {
  const { user, password } = object(argument, input);
  return { user: text(`${argument}.user`, user), password: text(`${argument}.password`, password) };
}

/** PostOptions, checked. */
export interface PostSettings {
  contentType: string | null;
  contentLength: number | null;
  headers: Header[];
  context: number;
  signal: AbortSignal | null;
  onProgress: PostOptions['onProgress'];
}

/** Throws ImnxportError ERR_IMNXPORT_INVALID_ARG. */
export function postSettings(input: unknown): PostSettings {
  const options = known('options', input, KNOWN_FOR_POST) as PostOptions;
  const { contentType = '', contentLength, context = 0, signal } = options;

  optionalFunction('options.onProgress', options.onProgress);
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw invalidArgument('options.signal', `must be an AbortSignal, not ${describe(signal)}`);
  }

  return {
    contentType: text('options.contentType', contentType) || null,
    contentLength: contentLength === undefined ? null : byteCount('options.contentLength', contentLength),
    headers: headerList('options.headers', options.headers),
    context: nonNegativeInteger('options.context', context, MAX_DWORD),
    signal: signal ?? null,
    onProgress: options.onProgress,
  };
}

function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function'
  );
}
