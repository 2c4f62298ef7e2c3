/** The lenient reading of the text before an address: the origin of a relay. */
import { parseOrigin } from './link.ts';

/** The longest possible host name, with a port. */
const AUTHORITY_CHARS = 260;
const AUTHORITY_CHAR = /[\w.:[\]\n-]/;

/** The origin at the end of `before`. The slash before the address is not part of it. */
export function originAtEndOf(before: string): string | undefined {
  const text = before.replace(/[/\\\n]{1,3}$/, '');
  let start = text.length;
  while (start > 0 && text.length - start < AUTHORITY_CHARS) {
    if (!AUTHORITY_CHAR.test(text.charAt(start - 1))) break;
    start--;
  }
  const run = text.slice(start);
  const lead = text.slice(0, start);
  const scheme = /([a-z]*):[/\\]{1,3}$/i.exec(lead.slice(-24).replaceAll('\n', ''))?.[1];
  if (scheme !== undefined) return withScheme(scheme, run.replaceAll('\n', ''));
  const line = run.slice(run.lastIndexOf('\n') + 1);
  return line === run ? withoutScheme(lead, run) : withoutScheme('', line);
}

/** Schemes as people type them, cut off or made harmless. Other schemes lead to no relay. */
const HTTPS = /(?:h[tx]{2}|^t?t)ps$/i;
const HTTP = /(?:h[tx]{2}|^t?t)p$/i;

function withScheme(scheme: string, authority: string): string | undefined {
  if (HTTPS.test(scheme)) return parseOrigin(`https://${authority}`);
  return HTTP.test(scheme) ? parseOrigin(`http://${authority}`) : undefined;
}

const HOST = /(?:^|[:[\]])((?:\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?)$/i;
/** Hosts at which people run a relay without a certificate. */
const PLAIN = /^(?:localhost(?::|$)|\[|\d+\.\d+\.\d+\.\d+(?::|$))/i;

function withoutScheme(lead: string, run: string): string | undefined {
  if (!mayPrecede(lead, run)) return undefined;
  const [, scheme, rest = run] = /^.{0,8}?(https?):(.+)$/i.exec(run) ?? [];
  if (scheme) return parseOrigin(`${scheme}://${rest}`);
  const host = HOST.exec(run.slice(-AUTHORITY_CHARS))?.[1]?.replace(/^[^a-z0-9[]+/i, '') ?? '';
  if (PLAIN.test(host)) return parseOrigin(`http://${host}`);
  return host.includes('.') ? parseOrigin(`https://${host}`) : undefined;
}

/**
 * Says whether a host may begin after `lead`. If not, the host is the end of something longer: a path, a login, a name
 * in other letters.
 */
function mayPrecede(lead: string, run: string): boolean {
  if (/[@/\\%]$/.test(lead)) return /(?:^|[^\w:/\\])[/\\]{2}$/.test(lead.slice(-3));
  if (/[/\\]{2}[^\s/\\?#=&]*$/.test(lead.slice(-64))) return false;
  // Without invisible characters, the host may be longer. Another reading shows that.
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(lead)) return false;
  return !/\p{L}$/u.test(lead) || (/\p{Lo}$/u.test(lead) && !run.startsWith('.'));
}
