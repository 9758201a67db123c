/**
 * Whether a request was meant for this machine by name. While there are no access rules, a page in a browser must not reach
 * a server here through a host name of its own that was made to point at this machine (DNS rebinding).
 */
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && loopbackHost.test(host);
}

/** The path and query of a request, or `null` where a client sent something that is neither. */
export function parseRequestTarget(target: string | undefined): URL | null {
  const base = 'http://loopback.invalid';
  return target?.startsWith('/') && URL.canParse(target, base) ? new URL(target, base) : null;
}
