// Why a post was not carried out at all, or a transport not had, where the HRESULT does not tell.
import type { ImnxportErrorCode } from './errors.js';
import type { NativeRefusal } from './native.js';

interface Refusal {
  readonly code: ImnxportErrorCode;
  /** The middle of a sentence. */
  readonly meaning: string;
}

const REFUSALS: Readonly<Record<NativeRefusal, Refusal>> = {
  'provider-not-found': {
    code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
    meaning: 'the provider was not found',
  },
  'provider-bitness': {
    code: 'ERR_IMNXPORT_PROVIDER_BITNESS',
    meaning: 'the provider is for another kind of process',
  },
  'provider-failed': {
    code: 'ERR_IMNXPORT_PROVIDER_FAILED',
    meaning: 'the provider cannot be used',
  },
  'not-supported': {
    code: 'ERR_IMNXPORT_NOT_SUPPORTED',
    meaning: 'the transport does not support what the options ask for',
  },
  'callback-replaced': {
    code: 'ERR_IMNXPORT_CALLBACK_REPLACED',
    meaning: 'the transport does not report to this package any more',
  },
};

/** Undefined for none. */
export function refusalOf(refusal: NativeRefusal | null | undefined): Refusal | undefined {
  return refusal === null || refusal === undefined ? undefined : REFUSALS[refusal];
}
