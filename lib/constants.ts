// The enumerations of Imnxport that reach JavaScript, as const objects with union types of the same name.

/** Where a transport is on its way to, with, or back from a server (IXPSTATUS). */
export const IxpStatus = {
  FindingHost: 0,
  Connecting: 1,
  Securing: 2,
  Connected: 3,
  Authorizing: 4,
  AuthRetry: 5,
  Authorized: 6,
  Disconnecting: 7,
  Disconnected: 8,
} as const;
/** One of the statuses. */
export type IxpStatus = (typeof IxpStatus)[keyof typeof IxpStatus];

/** The name of a status as spelled in {@link IxpStatus}, for people; the number itself when it is unknown. */
export function ixpStatusName(status: number): string {
  const found = Object.entries(IxpStatus).find(([, value]) => value === status);
  return found === undefined ? String(status) : found[0];
}

/** Whether a line of the protocol was sent or received (CMDTYPE). */
export const CmdType = { Send: 0, Response: 1 } as const;
/** One of the two. */
export type CmdType = (typeof CmdType)[keyof typeof CmdType];

/**
 * How much of the entity had left this process when a post ended, not counting attempts that the server
 * answered with a redirect or a challenge. `'none'`: a retry cannot make a second copy.
 */
export type Delivery = 'none' | 'partial' | 'whole';

/** IMNXPORT_DELIVERY by number. */
export const DELIVERIES = ['none', 'partial', 'whole'] as const satisfies readonly Delivery[];

/** Bodies of up to this many bytes are copied and handed over whole; longer ones are fed slice by slice. */
export const SMALL_BODY = 256 * 1024;

/** The largest piece that is handed to the native side at once, in bytes. */
export const SLICE = 128 * 1024;

/** The longest URL that CommandPOST accepts, in bytes. */
export const MAX_URL = 8192;

/** The largest DWORD: limit of time-outs (in milliseconds) and of `context`. */
export const MAX_DWORD = 0xffff_ffff;
