// Names what Wine, in the place of Windows, cannot tell.

/** Windows programs find this in their environment under Wine, and only there. */
export const wine = process.platform === 'win32' && process.env['WINELOADER'] !== undefined;

/** All that may be left out under Wine; the table at the end of docs/windows.md names the same. */
export type UntoldByWine =
  | 'Digest through SSPI'
  | 'NTLM through SSPI'
  | 'the system certificate store'
  | 'the end of a TLS connection'
  | 'a reset without an end before it';

/**
 * Defines tests of something that Wine does not have: left out there, run everywhere else. What is left out is
 * in the report as pending, in a group with the title "[Wine cannot tell: …]", which the runner lists at its end.
 */
export function unlessWine(what: UntoldByWine, define: () => void): void {
  if (wine) describe.skip(`[Wine cannot tell: ${what}]`, define);
  else define();
}
