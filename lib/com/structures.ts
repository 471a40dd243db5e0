// The structures of Imnxport as JavaScript objects. Numbers of an enumeration stay numbers.

/** INETSERVER: a server and the credentials for it. Text has at most 255 bytes in the system's code page. */
export interface InetServer {
  /** A name for people. */
  account: string;
  userName: string;
  password: string;
  /** A host name, or an http(s) URL whose path is ignored. */
  serverName: string;
  /** Not used over HTTP, as are `rasConnType` (RASCONNTYPE) and `trySicily`. */
  connectoid: string;
  rasConnType: number;
  /** 0: that of the scheme. */
  port: number;
  /** https, when `serverName` names no scheme. */
  ssl: boolean;
  trySicily: boolean;
  /** Seconds without activity before OnTimeout; 0: 60. */
  timeout: number;
  /** ISF_*. */
  flags: number;
}

/** IXPRESULT: how something ended. HRESULTs are unsigned. */
export interface IxpResult {
  hresult: number;
  /** The server's status line. */
  response: string | null;
  /** The HTTP status; 0: none came. */
  serverError: number;
  /** The same as an HRESULT. */
  serverHresult: number;
  /** The system's error number; 0: none. */
  socketError: number;
  problem: string | null;
}

/** HTTPMAILPOST: the answer to CommandPOST, CommandPUT and SendMessage. Counts are bytes of the entity. */
export interface PostCounts {
  location: string | null;
  /** The transfer has started again since the last response. */
  resend: boolean;
  /** Sent since the last response. */
  increment: number;
  /** Sent so far; stops at 0xFFFFFFFF, as `total` does. */
  current: number;
  /** 0: not known. */
  total: number;
}

/** HTTPCONTACTID. */
export interface ContactId {
  href: string | null;
  id: string | null;
  /** HTTPMAILCONTACTTYPE. */
  type: number;
  modified: string | null;
}

/** HTTPCONTACTINFO: an entry of the address book. */
export interface ContactInfo extends ContactId {
  displayName: string | null;
  givenName: string | null;
  surname: string | null;
  nickname: string | null;
  email: string | null;
  homeStreet: string | null;
  homeCity: string | null;
  homeState: string | null;
  homePostalCode: string | null;
  homeCountry: string | null;
  company: string | null;
  workStreet: string | null;
  workCity: string | null;
  workState: string | null;
  workPostalCode: string | null;
  workCountry: string | null;
  homePhone: string | null;
  homeFax: string | null;
  workPhone: string | null;
  workFax: string | null;
  mobilePhone: string | null;
  otherPhone: string | null;
  birthday: string | null;
  pager: string | null;
}
