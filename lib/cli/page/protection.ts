// What keeps other pages of the same browser, and what was posted, away from the page.

/** Sent with every answer. Nothing comes from elsewhere, no script stands in the page, and no text becomes markup. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The page is for the machine that it runs on. */
export const ADDRESS = '127.0.0.1';

/**
 * Whether a request's Host field means this server. A name of somebody else's that was made to lead here (DNS
 * rebinding) would be the same origin as the page: it is refused.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  const own = [ADDRESS, 'localhost'].map((name) => new URL(`http://${name}:${port}`).host);
  return own.includes(host?.toLowerCase() ?? '');
}
