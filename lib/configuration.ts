// Keeps the native options of a transport up to date: they hold for the posts that are queued after them.
import type { KnownLogons, Logon } from './logons.js';
import type { NativeOptions, NativeTransport } from './native.js';
import type { TransportSettings } from './options.js';

/** A logon that a server has been, or will be, given. */
export interface GivenLogon {
  /** As the URL class spells it. */
  readonly origin: string;
  readonly logon: Logon;
}

export class Configuration {
  readonly #native: NativeTransport;
  readonly #settings: TransportSettings;
  readonly #logons: KnownLogons;
  /** The credentials of the options; without an origin before the first post, to whose origin they belong. */
  #own: GivenLogon | null = null;
  #logCommands = false;
  #given: GivenLogon | null = null;

  /** Throws what native code throws for options that it refuses. */
  constructor(native: NativeTransport, settings: TransportSettings, logons: KnownLogons) {
    this.#native = native;
    this.#settings = settings;
    this.#logons = logons;
    this.#apply();
  }

  /**
   * Makes ready for a post to `origin`: with a logon that worked there before, else with that of the options.
   * Command lines are asked for only while somebody wants them. Gives the logon back.
   */
  prepare(origin: string, wantsCommands: boolean): GivenLogon | null {
    const { credentials, logFile } = this.#settings;
    if (credentials !== null) this.#own ??= { origin: credentials.origin ?? origin, logon: credentials };
    const known = this.#logons.get(origin);
    const given = known === undefined ? this.#own : { origin, logon: known };
    const logCommands = wantsCommands || logFile !== null;

    const same = given?.logon === this.#given?.logon && given?.origin === this.#given?.origin;
    if (!same || logCommands !== this.#logCommands) {
      this.#given = given;
      this.#logCommands = logCommands;
      this.#apply();
    }
    return given;
  }

  #apply(): void {
    const { idleTimeout, proxy, acceptAnyCertificate, caFile, caPem, headers } = this.#settings;
    const options: NativeOptions = {
      idleTimeout,
      acceptAnyCertificate,
      caFile,
      caPem,
      headers,
      proxy: proxy === false ? null : proxy,
      noProxy: proxy === false,
      user: this.#given?.logon.user ?? null,
      password: this.#given?.logon.password ?? null,
      origin: this.#given?.origin ?? null,
      logCommands: this.#logCommands,
    };
    this.#native.configure(options);
  }
}
