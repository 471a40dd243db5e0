// What the runner and the process of a provider say to each other. Plain data: it crosses a process border.

/** What carries the posts out; see the options of HttpMailTransport. */
export type Provider = 'builtin' | 'inetcomm' | { clsid: string } | { dll: string; clsid?: string };

/** An object in the process of the provider: a transport, a callback, a stream. */
export type ObjectId = number;

/** The members of an INETSERVER that cases set; the others are 0 or empty. */
export interface ServerFields {
  szAccount?: string;
  szUserName?: string;
  szPassword?: string;
  szServerName?: string;
  dwPort?: number;
  fSSL?: boolean;
  /** Seconds. */
  dwTimeout?: number;
}

/** An argument of a call. `out`: room for a value that comes back; `bytes`: their text; null: NULL. */
export type Argument =
  | null
  | number
  | boolean
  | string
  | string[]
  | { object: ObjectId }
  | { server: ServerFields }
  | { out: true }
  | { bytes: string };

/** How a callback answers, at once and on whichever thread it is called. Answers are given one after another; the last one stays. */
export interface CallbackScript {
  /** Seconds to wait on for; null gives up (S_FALSE). Default: give up. */
  onTimeout?: (number | null)[];
  /** What the user enters; null cancels (S_FALSE). Default: cancel. */
  onLogonPrompt?: ({ user: string; password: string } | null)[];
  /** The HRESULT of all that only tells something; default S_OK. */
  answer?: number;
  /** What is called on the transport inside the final OnResponse. */
  insideFinal?: 'HandsOffCallback' | 'DropConnection' | 'Release';
}

/** What a stream gives, and what is odd about it. */
export interface StreamScript {
  /** Come again and again, up to `size`; once when there is none. */
  bytes: Uint8Array;
  size?: number;
  /** Default true; false: every Seek is E_NOTIMPL. */
  seeks?: boolean;
  /** The length that Stat tells; default: the true one if it seeks, else E_NOTIMPL. */
  stat?: number;
  /** Where a Read answers `fail`. */
  failAt?: number;
  fail?: number;
  /** A Read that comes to the end answers S_FALSE. */
  endsWithFalse?: boolean;
  /** Read says that it gave more than was asked for. */
  tooMuch?: boolean;
  /** It says that every thread may call it: on Windows it is then not reached through a proxy. */
  agile?: boolean;
}

export type Request =
  | { do: 'open' }
  | { do: 'call'; object: ObjectId; method: string; arguments: Argument[] }
  | { do: 'callback'; script: CallbackScript }
  | { do: 'stream'; script: StreamScript }
  /** IUnknown of any object; `query` asks for an interface by its IID. */
  | { do: 'addRef' | 'release'; object: ObjectId }
  /** The transport itself releases a reference of the case, from inside a callback. */
  | { do: 'givenAway'; object: ObjectId }
  | { do: 'query'; object: ObjectId; iid: string }
  /** How many references an object has, those of the case included. */
  | { do: 'references'; object: ObjectId }
  /** Whether two objects are one pointer. */
  | { do: 'same'; object: ObjectId; other: ObjectId }
  /** Nothing: whatever the callbacks heard before has been told. */
  | { do: 'settle' }
  /** Lets go of all objects of a case. */
  | { do: 'forget' };

export interface Reply {
  /** HRESULT, number or count. */
  value?: number;
  /** An object that was made, or found. */
  object?: ObjectId;
  /** Whether it is the very same pointer; of `query` that failed, whether NULL was left. */
  same?: boolean;
  /** What came back in the arguments with `out`. */
  out?: unknown;
  /** The system's number of the thread on which it was done. */
  thread?: number;
}

/** A call into a callback. */
export interface CallbackEvent {
  object: ObjectId;
  method: string;
  /** The system's number of the thread that called. */
  thread: number;
  /** The arguments, by the names of the documentation; strings are copies. */
  fields: Record<string, string | number | boolean | null>;
  /** What it answered, in words. */
  answer: string;
}

/** Something that went wrong before the transport was reached. */
export interface Problem {
  /** `ERR_IMNXPORT_PROVIDER_NOT_FOUND`, for example. */
  code: string;
  /** One sentence for people. */
  message: string;
  /** What the system or the transport answered; null for neither. */
  hresult: number | null;
}

export type ToProcess = { id: number } & Request;
export type FromProcess =
  | { id: number; reply: Reply }
  | { id: number; problem: Problem }
  | { event: CallbackEvent }
  | { ready: true };
