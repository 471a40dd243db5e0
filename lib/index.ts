// The public interface of the package: re-exports only.
export { ComPointer, type ComPointerLike } from './com/com-pointer.js';
export { type ComStream, type SeekOrigin, type StreamStat, type ViewOptions } from './com/com-stream.js';
export { ComTransport, type InPointer, type Out } from './com/com-transport.js';
export {
  CLSID_IHTTPMailTransport,
  CLSID_ImnxportTransport,
  type Guid,
  IAgileObject,
  IClassFactory,
  IHTTPMailCallback,
  IHTTPMailTransport,
  IImnxportAsyncStream,
  IImnxportCallback,
  IImnxportReadiness,
  IImnxportTransport,
  IInternetTransport,
  interfaceName,
  type InterfaceToken,
  ISequentialStream,
  IStream,
  ITransportCallback,
  IUnknown,
} from './com/guid.js';
export { implement } from './com/implement.js';
export type {
  CallbackAnswer,
  CallbackCall,
  CallbackCommand,
  CallbackError,
  CallbackLogonPrompt,
  CallbackPrompt,
  CallbackQuestion,
  CallbackResponse,
  CallbackStatus,
  CallbackTimeout,
  HttpMailCallback,
  ImplementOptions,
} from './com/implement-callback.js';
export { ImplementedObject } from './com/implemented-object.js';
export type { PostAnswer, TransportHandlers } from './com/implement-transport.js';
export type { PostRequest } from './com/incoming-post.js';
export { fromIStream } from './com/from-istream.js';
export { type IStreamOptions, type IStreamSource, type StreamPair, toIStream } from './com/to-istream.js';
export type { ContactId, ContactInfo, InetServer, IxpResult, PostCounts } from './com/structures.js';
export { CmdType, type Delivery, IxpStatus, ixpStatusName } from './constants.js';
export type { PostInfo, PostMessages, StreamMessages } from './diagnostics.js';
export { ImnxportError, type ImnxportErrorCode } from './errors.js';
export { type FileBody, fileBody, type FileRange } from './file-body.js';
export type { CommandEnd } from './guest-command.js';
export { Hresult, type HresultName, hresultName } from './hresult.js';
export type { Provider } from './provider.js';
export { currentThreadId, isSupported, versions } from './support.js';
export { HttpMailTransport, type TransportEvents } from './transport.js';
export type {
  Awaitable,
  Body,
  BodySource,
  Bytes,
  Chunk,
  ChunkStream,
  Credentials,
  HeadersInput,
  LogonPrompt,
  PostOptions,
  PostResponse,
  Progress,
  TimeoutPrompt,
  TlsOptions,
  TransportOptions,
} from './types.js';
