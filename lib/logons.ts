// Credentials that a person gave at a prompt and that worked: later posts of the transport use them unasked.

export interface Logon {
  readonly user: string;
  readonly password: string;
}

/** Kept for one transport, each logon for the origin that asked for it and for no other. */
export class KnownLogons {
  /** Made for the first one: few transports ever know any. */
  #byOrigin: Map<string, Logon> | undefined;

  /** `origin` as the URL class spells it. */
  get(origin: string): Logon | undefined {
    return this.#byOrigin?.get(origin);
  }

  remember(origin: string, logon: Logon): void {
    (this.#byOrigin ??= new Map<string, Logon>()).set(origin, logon);
  }

  /** Only if it is still this one: another post may have learned a better one. */
  forget(origin: string, logon: Logon): void {
    if (this.get(origin) === logon) this.#byOrigin?.delete(origin);
  }
}
