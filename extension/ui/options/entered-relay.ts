import { parseOrigin } from '@mayfly/relay/protocol';

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/i;

/** The origin that somebody meant; without a scheme https, but http for this machine. Undefined where it is none. */
export function enteredRelay(text: string): string | undefined {
  const entered = text.trim();
  if (SCHEME.test(entered)) return parseOrigin(entered);
  const scheme = THIS_MACHINE.test(entered) ? 'http' : 'https';
  return parseOrigin(`${scheme}://${entered}`);
}
