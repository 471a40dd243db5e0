// Basic (RFC 7617) and Digest (RFC 7616, qop=auth) as a server sees them.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whom the server lets in, and how it asks. */
export interface AuthOptions {
  /** How it asks. */
  scheme: 'basic' | 'digest';
  /** The only user. */
  user: string;
  /** In clear text. */
  password: string;
  /** Default: `mail`. */
  realm?: string | undefined;
  /** Of Digest; default MD5, which every client knows. */
  algorithm?: 'MD5' | 'SHA-256' | undefined;
  /** How often one nonce of Digest is accepted before the client is told that it is stale; default: without end. */
  nonceUses?: number | undefined;
}

/** What a request's Authorization is worth. */
export type Verdict = { accepted: true } | { accepted: false; challenge: string };

/** Checks requests against one user; remembers the nonces it gave out. */
export class Authenticator {
  readonly #options: { [name in keyof AuthOptions]-?: NonNullable<AuthOptions[name]> };
  /** Uses of each nonce; one counter value of a nonce is accepted once. */
  readonly #nonces = new Map<string, { uses: number; counts: Set<string> }>();

  constructor(options: AuthOptions) {
    const { realm = 'mail', algorithm = 'MD5', nonceUses = Infinity } = options;
    this.#options = { ...options, realm, algorithm, nonceUses };
  }

  check(request: IncomingMessage): Verdict {
    const header = request.headers.authorization ?? '';
    if (this.#options.scheme === 'basic') {
      return this.#isBasic(header)
        ? { accepted: true }
        : { accepted: false, challenge: this.#basicChallenge() };
    }
    const result = this.#checkDigest(header, request.method ?? '', request.url ?? '');
    if (result === 'accepted') return { accepted: true };
    return { accepted: false, challenge: this.#digestChallenge(result === 'stale') };
  }

  #isBasic(header: string): boolean {
    const { user, password } = this.#options;
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return same(header, wanted);
  }

  #basicChallenge(): string {
    return `Basic realm="${this.#options.realm}", charset="UTF-8"`;
  }

  #checkDigest(header: string, method: string, target: string): 'accepted' | 'refused' | 'stale' {
    if (!/^Digest /i.test(header)) return 'refused';
    const given = parameters(header.slice('Digest '.length));
    const { user, password, realm, nonceUses } = this.#options;
    if (given.username !== user || given.realm !== realm || given.uri !== target || given.qop !== 'auth') {
      return 'refused';
    }
    const { nonce = '', nc = '', cnonce = '' } = given;
    const secret = this.#hash(`${user}:${realm}:${password}`);
    const wanted = this.#hash(
      [secret, nonce, nc, cnonce, 'auth', this.#hash(`${method}:${target}`)].join(':'),
    );
    if (!same(given.response ?? '', wanted)) return 'refused';

    const known = this.#nonces.get(nonce);
    if (known === undefined || known.uses >= nonceUses) return 'stale'; // the password is right: no prompt needed
    if (known.counts.has(nc)) return 'refused'; // a replay
    known.uses++;
    known.counts.add(nc);
    return 'accepted';
  }

  #digestChallenge(stale: boolean): string {
    const nonce = randomBytes(16).toString('hex');
    this.#nonces.set(nonce, { uses: 0, counts: new Set() });
    const { realm, algorithm } = this.#options;
    const rest = stale ? ', stale=true' : '';
    return `Digest realm="${realm}", nonce="${nonce}", qop="auth", algorithm=${algorithm}${rest}`;
  }

  #hash(text: string): string {
    const name = this.#options.algorithm === 'MD5' ? 'md5' : 'sha256';
    return createHash(name).update(text).digest('hex');
  }
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `a="b, c", d=e` as an object; names in lower case. */
function parameters(text: string): Partial<Record<string, string>> {
  const found: Partial<Record<string, string>> = {};
  for (const [, name, quoted, plain] of text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    found[name!.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain;
  }
  return found;
}
