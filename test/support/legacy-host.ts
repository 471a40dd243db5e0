// A mail program that was written for the original: it knows the published header, and calls transports by slot.
import * as koffi from 'koffi';
import {
  IHTTPMailCallback,
  ISequentialStream,
  IStream,
  ITransportCallback,
  IUnknown,
} from '../../dist/com/guid.js';
import { call, callElsewhere } from './com.js';
import { comObject, type ComObject, E_NOTIMPL, S_FALSE, S_OK } from './com-object.js';

const IXPRESULT = koffi.struct({
  hrResult: 'uint32_t',
  pszResponse: 'str',
  uiServerError: 'uint32_t',
  hrServerError: 'uint32_t',
  dwSocketError: 'uint32_t',
  pszProblem: 'str',
});
const HTTPMAILPOST = koffi.struct({
  pszLocation: 'str',
  fResend: 'int32_t',
  cbIncrement: 'uint32_t',
  cbCurrent: 'uint32_t',
  cbTotal: 'uint32_t',
});
const HTTPMAILRESPONSE = koffi.struct({
  command: 'int32_t',
  dwContext: 'uint32_t',
  fDone: 'int32_t',
  rIxpResult: IXPRESULT,
  pTransport: 'void *',
  rPostInfo: HTTPMAILPOST,
});

/** HTTPMAILRESPONSE of a CommandPOST. */
export interface HostResponse {
  command: number;
  dwContext: number;
  fDone: number;
  rIxpResult: {
    hrResult: number;
    pszResponse: string | null;
    uiServerError: number;
    hrServerError: number;
    dwSocketError: number;
    pszProblem: string | null;
  };
  pTransport: bigint;
  rPostInfo: {
    pszLocation: string | null;
    fResend: number;
    cbIncrement: number;
    cbCurrent: number;
    cbTotal: number;
  };
}

/** The callback of a host, and what it was told. */
export class HostCallback {
  readonly object: ComObject;
  readonly statuses: number[] = [];
  readonly errors: number[] = [];
  readonly responses: HostResponse[] = [];
  /** What OnTimeout answers; S_FALSE gives up. */
  onTimeout: () => number = () => 1;
  /** Called inside every call. */
  inside: (what: string) => void = () => undefined;
  #news: (() => void) | undefined;

  constructor() {
    const note = (what: string, list: unknown[], value: unknown) => {
      list.push(value);
      this.inside(what);
      this.#news?.();
      return S_OK;
    };
    this.object = comObject(
      [IUnknown.iid, ITransportCallback.iid, IHTTPMailCallback.iid],
      [
        ['uint32_t', ['void *', 'void *'], () => this.onTimeout()],
        ['uint32_t', ['void *', 'void *'], () => 1],
        ['int32_t', ['uint32_t', 'str', 'str', 'uint32_t', 'void *'], () => 2],
        ['uint32_t', ['int32_t', 'void *'], (status) => note('OnStatus', this.statuses, status)],
        [
          'uint32_t',
          ['int32_t', 'void *', 'void *'],
          (_status, result: bigint) =>
            note(
              'OnError',
              this.errors,
              (koffi.decode(result, IXPRESULT) as HostResponse['rIxpResult']).hrResult,
            ),
        ],
        ['uint32_t', ['int32_t', 'str', 'uint32_t', 'void *'], () => S_OK],
        [
          'uint32_t',
          ['void *'],
          (response: bigint) => note('OnResponse', this.responses, koffi.decode(response, HTTPMAILRESPONSE)),
        ],
        ['uint32_t', ['void *'], () => E_NOTIMPL],
      ],
    );
  }

  /** The final responses, when there are so many. */
  async ends(count = 1): Promise<HostResponse[]> {
    const ends = () => this.responses.filter(({ fDone }) => fDone !== 0);
    while (ends().length < count) await new Promise<void>((resolve) => (this.#news = resolve));
    return ends();
  }

  /** Resolves when this status has been told. */
  async reached(status: number): Promise<void> {
    while (!this.statuses.includes(status)) await new Promise<void>((resolve) => (this.#news = resolve));
  }
}

/** An IStream over bytes that says it has `length` of them. */
export class HostStream implements ComObject {
  /** How many bytes have been read. */
  read = 0;
  readonly #bytes: Buffer;
  readonly #object: ComObject;
  #position = 0;

  constructor(bytes: Buffer, length = bytes.length) {
    this.#bytes = bytes;
    const none = () => E_NOTIMPL;
    this.#object = comObject(
      [IUnknown.iid, ISequentialStream.iid, IStream.iid],
      [
        ['uint32_t', ['void *', 'uint32_t', 'void *'], (...given) => this.#read(...(given as ReadArguments))],
        ['uint32_t', ['void *', 'uint32_t', 'void *'], none],
        [
          'uint32_t',
          ['int64_t', 'uint32_t', 'void *'],
          (move: number | bigint, origin: number, out: bigint | null) => {
            this.#position = [0, this.#position, length][origin]! + Number(move);
            if (out !== null) koffi.encode(out, 'uint64_t', this.#position);
            return S_OK;
          },
        ],
        ['uint32_t', ['uint64_t'], none],
        ['uint32_t', ['void *', 'uint64_t', 'void *', 'void *'], none],
        ['uint32_t', ['uint32_t'], none],
        ['uint32_t', [], none],
        ['uint32_t', ['uint64_t', 'uint64_t', 'uint32_t'], none],
        ['uint32_t', ['uint64_t', 'uint64_t', 'uint32_t'], none],
        ['uint32_t', ['void *', 'uint32_t'], none],
        ['uint32_t', ['void *'], none],
      ],
    );
  }

  get address(): bigint {
    return this.#object.address;
  }

  get references(): number {
    return this.#object.references;
  }

  #read(to: bigint, size: number, read: bigint | null): number {
    const given = this.#bytes.subarray(this.#position, this.#position + size);
    Buffer.from(koffi.view(to, given.length)).set(given);
    this.#position += given.length;
    this.read += given.length;
    if (read !== null) koffi.encode(read, 'uint32_t', given.length);
    return given.length === size ? S_OK : S_FALSE;
  }
}

type ReadArguments = [to: bigint, size: number, read: bigint | null];

/** The methods that a host calls, by slot; each answers its HRESULT. */
export const host = {
  connect: (transport: bigint, server: bigint) =>
    call(transport, 7, 'uint32_t', ['void *', 'uint8_t', 'uint8_t'], server, 0, 0),
  handsOffCallback: (transport: bigint) => call(transport, 8, 'uint32_t'),
  dropConnection: (transport: bigint) => call(transport, 10, 'uint32_t'),
  initNew: (transport: bigint, callback: ComObject) =>
    call(transport, 12, 'uint32_t', ['str', 'void *', 'void *'], 'Mail/6.0', null, callback.address),
  commandGet: (transport: bigint, url: string) =>
    call(transport, 13, 'uint32_t', ['str', 'void *', 'int32_t', 'uint32_t'], url, null, 0, 0),
  commandPost: (transport: bigint, url: string, stream: ComObject, contentType: string | null, context = 0) =>
    call(transport, 15, 'uint32_t', POST, url, stream.address, contentType, context),
  /** On another thread. */
  commandPostElsewhere: (transport: bigint, url: string, stream: ComObject) =>
    callElsewhere(transport, 15, 'uint32_t', POST, url, stream.address, null, 0),
};
const POST = ['str', 'void *', 'str', 'uint32_t'] as const;
