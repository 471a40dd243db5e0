// ComTransport: the methods of IHTTPMailTransport under their own names, for people who port code and for tests.
import { inspect } from 'node:util';
import { ImnxportError } from '../errors.js';
import { Hresult, hresultMeaning } from '../hresult.js';
import { fromNative } from '../response.js';
import { native, type NativeCom, type NativeFailure } from '../native.js';
import { ComPointer, type ComPointerLike } from './com-pointer.js';
import type { ContactInfo, InetServer } from './structures.js';

/**
 * An out-parameter. `value` is what the memory holds when the method is called, if it is there, and afterwards what
 * the method has left, whatever it answered.
 */
export interface Out<T> {
  /** What the memory holds. */
  value?: T;
}

/** NULL where it is null; a pointer is lent for the call. */
export type InPointer = ComPointerLike | null;

/**
 * A transport, of whatever origin, called as COM calls it: the methods and parameters of the documentation, in slot
 * order, one call for each, on the JavaScript thread. The result is the HRESULT as an unsigned number; nothing is
 * thrown for a failure. Strings, arrays, pointers and out-parameters may be null, which passes NULL. What is passed is
 * valid during the call only, as COM says of [in] parameters.
 *
 * Thrown is an ImnxportError: ERR_IMNXPORT_INVALID_ARG for what cannot be made a parameter (`argument` names it), and
 * ERR_IMNXPORT_RELEASED, or ERR_IMNXPORT_CLOSED for a transport of this package that was closed.
 */
export class ComTransport implements Disposable {
  #native: NativeCom | null;
  readonly #gone: () => ImnxportError;

  /** @internal Others have {@link ComTransport.from} and `transport.com`. */
  constructor(com: NativeCom, gone: () => ImnxportError = releasedError) {
    this.#native = com;
    this.#gone = gone;
  }

  /**
   * For a transport of whatever origin. Takes a reference of its own; a ComPointer of another interface is asked for
   * IHTTPMailTransport (ERR_IMNXPORT_NOINTERFACE), an address is taken for one.
   */
  static from(pointer: ComPointerLike): ComTransport {
    const lent = ComPointer.lend('pointer', pointer);
    return new ComTransport(call('ComTransport.from', () => native().comOfPointer(lent)));
  }

  /** Whether it was released. */
  get released(): boolean {
    return this.#native === null;
  }

  /** Gives the reference back; the transport itself is not touched. Any number of times. */
  release(): void {
    this.#native?.release();
    this.#native = null;
  }

  /** The same as release(). */
  [Symbol.dispose](): void {
    this.release();
  }

  /** What console.log shows. */
  [inspect.custom](): string {
    return this.released ? 'ComTransport (released)' : 'ComTransport';
  }

  /** Slot 3: the server that Connect was given. */
  GetServerInfo(pInetServer: Out<Partial<InetServer>> | null): number {
    return this.#call('GetServerInfo', pInetServer);
  }
  /** Slot 4: the IXPTYPE, no HRESULT; 5 is IXP_HTTPMail. */
  GetIXPType(): number {
    return this.#call('GetIXPType');
  }
  /** Slot 5: S_OK or S_FALSE. IXP_IS_CONNECTED 0, IXP_IS_BUSY 1, IXP_IS_READY 2, IXP_IS_AUTHENTICATED 3. */
  IsState(isstate: number): number {
    return this.#call('IsState', isstate);
  }
  /** Slot 6: the server of an account of Outlook's account manager. */
  InetServerFromAccount(pAccount: InPointer, pInetServer: Out<Partial<InetServer>> | null): number {
    return this.#call('InetServerFromAccount', pAccount, pInetServer);
  }
  /** Slot 7: members that are missing are 0 or empty; text of 256 bytes leaves a member without its NUL. */
  Connect(
    pInetServer: Partial<InetServer> | null,
    fAuthenticate: boolean | number,
    fCommandLogging: boolean | number,
  ): number {
    return this.#call('Connect', pInetServer, fAuthenticate, fCommandLogging);
  }
  /** Slot 8: lets go of the callback. On a transport of this package that is the end of its post(). */
  HandsOffCallback(): number {
    return this.#call('HandsOffCallback');
  }
  /** Slot 9. */
  Disconnect(): number {
    return this.#call('Disconnect');
  }
  /** Slot 10. */
  DropConnection(): number {
    return this.#call('DropConnection');
  }
  /** Slot 11: an {@link IxpStatus}. */
  GetStatus(pCurrentStatus: Out<number> | null): number {
    return this.#call('GetStatus', pCurrentStatus);
  }
  /** Slot 12: takes a reference on the callback. On a transport of this package that is the end of its post(). */
  InitNew(pszUserAgent: string | null, pszLogFilePath: string | null, pCallback: InPointer): number {
    return this.#call('InitNew', pszUserAgent, pszLogFilePath, pCallback);
  }
  /** Slot 13. */
  CommandGET(
    pszPath: string | null,
    rgszAcceptTypes: readonly string[] | null,
    fTranslate: boolean | number,
    dwContext: number,
  ): number {
    return this.#call('CommandGET', pszPath, rgszAcceptTypes, fTranslate, dwContext);
  }
  /** Slot 14: `cbSize` is at most the length of `lpvData`. */
  CommandPUT(pszPath: string | null, lpvData: Uint8Array | null, cbSize: number, dwContext: number): number {
    return this.#call('CommandPUT', pszPath, lpvData, cbSize, dwContext);
  }
  /** Slot 15: posts the whole stream; the answer comes to the callback, with `dwContext`. */
  CommandPOST(
    pszPath: string | null,
    pStream: InPointer,
    pszContentType: string | null,
    dwContext: number,
  ): number {
    return this.#call('CommandPOST', pszPath, pStream, pszContentType, dwContext);
  }
  /** Slot 16. */
  CommandDELETE(pszPath: string | null, dwContext: number): number {
    return this.#call('CommandDELETE', pszPath, dwContext);
  }
  /** Slot 17: HTTPTARGETLIST is an array of names here, as in the methods below. */
  CommandBDELETE(
    pszSourceCollection: string | null,
    pTargets: readonly string[] | null,
    dwContext: number,
  ): number {
    return this.#call('CommandBDELETE', pszSourceCollection, pTargets, dwContext);
  }
  /** Slot 18: an IPropFindRequest. */
  CommandPROPFIND(pszPath: string | null, pRequest: InPointer, dwDepth: number, dwContext: number): number {
    return this.#call('CommandPROPFIND', pszPath, pRequest, dwDepth, dwContext);
  }
  /** Slot 19: an IPropPatchRequest. */
  CommandPROPPATCH(pszPath: string | null, pRequest: InPointer, dwContext: number): number {
    return this.#call('CommandPROPPATCH', pszPath, pRequest, dwContext);
  }
  /** Slot 20. */
  CommandMKCOL(pszPath: string | null, dwContext: number): number {
    return this.#call('CommandMKCOL', pszPath, dwContext);
  }
  /** Slot 21. */
  CommandCOPY(
    pszPath: string | null,
    pszDestination: string | null,
    fAllowRename: boolean | number,
    dwContext: number,
  ): number {
    return this.#call('CommandCOPY', pszPath, pszDestination, fAllowRename, dwContext);
  }
  /** Slot 22. */
  CommandBCOPY(
    pszSourceCollection: string | null,
    pTargets: readonly string[] | null,
    pszDestCollection: string | null,
    pDestinations: readonly string[] | null,
    fAllowRename: boolean | number,
    dwContext: number,
  ): number {
    const [to, names] = [pszDestCollection, pDestinations];
    return this.#call('CommandBCOPY', pszSourceCollection, pTargets, to, names, fAllowRename, dwContext);
  }
  /** Slot 23. */
  CommandMOVE(
    pszPath: string | null,
    pszDestination: string | null,
    fAllowRename: boolean | number,
    dwContext: number,
  ): number {
    return this.#call('CommandMOVE', pszPath, pszDestination, fAllowRename, dwContext);
  }
  /** Slot 24. */
  CommandBMOVE(
    pszSourceCollection: string | null,
    pTargets: readonly string[] | null,
    pszDestCollection: string | null,
    pDestinations: readonly string[] | null,
    fAllowRename: boolean | number,
    dwContext: number,
  ): number {
    const [to, names] = [pszDestCollection, pDestinations];
    return this.#call('CommandBMOVE', pszSourceCollection, pTargets, to, names, fAllowRename, dwContext);
  }
  /** Slot 25: text that the method allocates is copied, and not freed: no public source says how. */
  GetProperty(proptype: number, ppszProp: Out<string | null> | null): number {
    return this.#call('GetProperty', proptype, ppszProp);
  }
  /** Slot 26: `flags` are HTTP_MEMBERINFO_*. */
  MemberInfo(
    pszPath: string | null,
    flags: number,
    dwDepth: number,
    fIncludeRoot: boolean | number,
    dwContext: number,
  ): number {
    return this.#call('MemberInfo', pszPath, flags, dwDepth, fIncludeRoot, dwContext);
  }
  /** Slot 27. */
  FindFolders(pszPath: string | null, dwContext: number): number {
    return this.#call('FindFolders', pszPath, dwContext);
  }
  /** Slot 28. */
  MarkRead(
    pszPath: string | null,
    pTargets: readonly string[] | null,
    fMarkRead: boolean | number,
    dwContext: number,
  ): number {
    return this.#call('MarkRead', pszPath, pTargets, fMarkRead, dwContext);
  }
  /** Slot 29. */
  SendMessage(
    pszPath: string | null,
    pszFrom: string | null,
    pTargets: readonly string[] | null,
    fSaveInSent: boolean | number,
    pMessageStream: InPointer,
    dwContext: number,
  ): number {
    return this.#call('SendMessage', pszPath, pszFrom, pTargets, fSaveInSent, pMessageStream, dwContext);
  }
  /** Slot 30. */
  ListContacts(pszPath: string | null, dwContext: number): number {
    return this.#call('ListContacts', pszPath, dwContext);
  }
  /** Slot 31. */
  ListContactInfos(pszCollectionPath: string | null, dwContext: number): number {
    return this.#call('ListContactInfos', pszCollectionPath, dwContext);
  }
  /** Slot 32. */
  ContactInfo(pszPath: string | null, dwContext: number): number {
    return this.#call('ContactInfo', pszPath, dwContext);
  }
  /** Slot 33. */
  PostContact(pszPath: string | null, pciInfo: Partial<ContactInfo> | null, dwContext: number): number {
    return this.#call('PostContact', pszPath, pciInfo, dwContext);
  }
  /** Slot 34. */
  PatchContact(pszPath: string | null, pciInfo: Partial<ContactInfo> | null, dwContext: number): number {
    return this.#call('PatchContact', pszPath, pciInfo, dwContext);
  }
  /** Slot 35, which is our decision: the documentation has the method, no public source its slot. */
  GetPropertyDw(proptype: number, lpdwProp: Out<number> | null): number {
    return this.#call('GetPropertyDw', proptype, lpdwProp);
  }

  #call(method: string, ...values: unknown[]): number {
    const com = this.#native;
    if (com === null) throw this.#gone();
    const given = values.map((value) => ComPointer.lower(value));
    return call(method, () => com.call(method, ...given));
  }
}

/** @internal */
export function releasedError(): ImnxportError {
  const init = { hresult: Hresult.E_INVALIDARG, code: 'ERR_IMNXPORT_RELEASED' } as const;
  return new ImnxportError('The ComTransport has been released', init);
}

/** What the addon refuses before the method is called is an error that says which parameter is wrong, and how. */
function call<T>(method: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { hresult, argument, message, refusal } = error as Partial<NativeFailure>;
    if (ImnxportError.is(error) || typeof hresult !== 'number') throw error;
    if (refusal !== undefined) throw fromNative(error, method);
    const why = argument === undefined ? hresultMeaning(hresult) : message;
    throw new ImnxportError(`${method}: ${why}`, { hresult, argument, cause: error });
  }
}
