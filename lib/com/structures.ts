// The structures of Imnxport as JavaScript objects. Numbers of an enumeration stay numbers.

/** INETSERVER: a server and the credentials for it. Text has at most 255 bytes in the system's code page. */
export interface InetServer {
  /** A name for people. */
  account: string;
  /** Empty: no credentials. */
  userName: string;
  /** In clear text, as the structure has it. */
  password: string;
  /** A host name, or an http(s) URL whose path is ignored. */
  serverName: string;
  /** Not used over HTTP, as are `rasConnType` (RASCONNTYPE) and `trySicily`. */
  connectoid: string;
  /** RASCONNTYPE; not used over HTTP. */
  rasConnType: number;
  /** 0: that of the scheme. */
  port: number;
  /** https, when `serverName` names no scheme. */
  ssl: boolean;
  /** Not used. */
  trySicily: boolean;
  /** Seconds without activity before OnTimeout; 0: 60. */
  timeout: number;
  /** ISF_*. */
  flags: number;
}

/** IXPRESULT: how something ended. HRESULTs are unsigned. */
export interface IxpResult {
  /** S_OK, or what went wrong. */
  hresult: number;
  /** The server's status line. */
  response: string | null;
  /** The HTTP status; 0: none came. */
  serverError: number;
  /** The same as an HRESULT. */
  serverHresult: number;
  /** The system's error number; 0: none. */
  socketError: number;
  /** What went wrong, in words. */
  problem: string | null;
}

/** HTTPMAILPOST: the answer to CommandPOST, CommandPUT and SendMessage. Counts are bytes of the entity. */
export interface PostCounts {
  /** Where the server stored the entity: an absolute URL, or null when it did not say. */
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
  /** Its URL. */
  href: string | null;
  /** The name by which the server knows it. */
  id: string | null;
  /** HTTPMAILCONTACTTYPE. */
  type: number;
  /** When it was changed, as the server writes it. */
  modified: string | null;
}

/** HTTPCONTACTINFO: an entry of the address book. */
export interface ContactInfo extends ContactId {
  /** `pszDisplayName`. */
  displayName: string | null;
  /** `pszGivenName`. */
  givenName: string | null;
  /** `pszSurname`. */
  surname: string | null;
  /** `pszNickname`. */
  nickname: string | null;
  /** `pszEmail`. */
  email: string | null;
  /** `pszHomeStreet`. */
  homeStreet: string | null;
  /** `pszHomeCity`. */
  homeCity: string | null;
  /** `pszHomeState`. */
  homeState: string | null;
  /** `pszHomePostalCode`. */
  homePostalCode: string | null;
  /** `pszHomeCountry`. */
  homeCountry: string | null;
  /** `pszCompany`. */
  company: string | null;
  /** `pszWorkStreet`. */
  workStreet: string | null;
  /** `pszWorkCity`. */
  workCity: string | null;
  /** `pszWorkState`. */
  workState: string | null;
  /** `pszWorkPostalCode`. */
  workPostalCode: string | null;
  /** `pszWorkCountry`. */
  workCountry: string | null;
  /** `pszHomePhone`. */
  homePhone: string | null;
  /** `pszHomeFax`. */
  homeFax: string | null;
  /** `pszWorkPhone`. */
  workPhone: string | null;
  /** `pszWorkFax`. */
  workFax: string | null;
  /** `pszMobilePhone`. */
  mobilePhone: string | null;
  /** `pszOtherPhone`. */
  otherPhone: string | null;
  /** `pszBday`. */
  birthday: string | null;
  /** `pszPager`. */
  pager: string | null;
}
