// The addresses of the servers of a case differ from run to run; in what is compared, names stand in their place.

/** Puts `{origin}` and `{server}` (host and port), for a second server `{origin 2}`, in the place of addresses. */
export function withoutAddresses(text: string, origins: readonly string[]): string {
  return origins.reduce((result, origin, index) => {
    const number = index === 0 ? '' : ` ${index + 1}`;
    const host = origin.slice(origin.indexOf('//') + 2);
    return result.replaceAll(origin, `{origin${number}}`).replaceAll(host, `{server${number}}`);
  }, text);
}
