// The transports that posts can be carried out by, for tests of what all of them have to do.
import type { Provider } from '../../dist/provider.js';
import type { TransportOptions } from '../../dist/types.js';
import { library, plainLibrary } from './built.js';
import { transport } from './real.js';

export interface TestedProvider {
  readonly name: string;
  readonly provider: Provider;
  /** It has IImnxportTransport: every option can be given. */
  readonly extended: boolean;
}

/** Our own library as anybody's, with everything and with the documented interface alone. */
export const providers: readonly TestedProvider[] = [
  { name: 'a provider with IImnxportTransport', provider: { dll: library() }, extended: true },
  {
    name: 'a provider with the documented interface only',
    provider: { dll: plainLibrary() },
    extended: false,
  },
];

/** A transport over it. Where it cannot be told about proxies, the server on this machine is reached without. */
export function over(tested: TestedProvider, options: TransportOptions = {}) {
  const proxy = tested.extended ? false : undefined;
  return transport({ proxy, provider: tested.provider, ...options });
}
