// Numbers of the interface by the names of its documentation.
import { IHTTPMailCallback, IHTTPMailTransport, IInternetTransport, IStream, IUnknown } from '../com/guid.js';
import { hresultName } from '../hresult.js';

/** IXPSTATUS, from 0. */
const STATUSES = [
  'IXP_FINDINGHOST',
  'IXP_CONNECTING',
  'IXP_SECURING',
  'IXP_CONNECTED',
  'IXP_AUTHORIZING',
  'IXP_AUTHRETRY',
  'IXP_AUTHORIZED',
  'IXP_DISCONNECTING',
  'IXP_DISCONNECTED',
] as const;

/** IXPISSTATE, from 0. */
export const STATES = ['IXP_IS_CONNECTED', 'IXP_IS_BUSY', 'IXP_IS_READY', 'IXP_IS_AUTHENTICATED'] as const;
export type State = (typeof STATES)[number];

/** IXPTYPE, from 0. */
const TYPES = ['IXP_NNTP', 'IXP_SMTP', 'IXP_POP3', 'IXP_IMAP', 'IXP_RAS', 'IXP_HTTPMail'] as const;

/** HTTPMAIL_POST of HTTPMAILCOMMAND. */
export const HTTPMAIL_POST = 4;

export const statusName = (value: number): string => STATUSES[value] ?? String(value);
export const typeName = (value: number): string => TYPES[value] ?? String(value);

/** Those that are not of the transport, and so have no name in lib/hresult.ts. */
const OTHERS: Readonly<Record<number, string>> = {
  0x80040110: 'CLASS_E_NOAGGREGATION',
  0x80040111: 'CLASS_E_CLASSNOTAVAILABLE',
};

/** An HRESULT by its name, or in hexadecimal. */
export const hresultText = (value: number): string => OTHERS[value >>> 0] ?? hresultName(value);

/** Interfaces by name. */
export const IIDS = {
  IUnknown: IUnknown.iid,
  IInternetTransport: IInternetTransport.iid,
  IHTTPMailTransport: IHTTPMailTransport.iid,
  IHTTPMailCallback: IHTTPMailCallback.iid,
  IStream: IStream.iid,
  /** No object has this one: it was made for the kit. */
  'an unknown interface': '{6B2C0D5E-7C53-4F0B-9C43-2E1B3E0C7A91}',
} as const;
export type InterfaceName = keyof typeof IIDS;
