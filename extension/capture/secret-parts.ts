/**
 * Removes the parts of an address that open something for their holder alone, or name the holder: tokens, sessions,
 * signatures, passwords, mail addresses. Ordinary parameters and identifiers of documents stay.
 */
import { isMailAddress, looksRandom, looksSigned } from './random-text.ts';

/** Changes `url`, which must be on the web. */
export function removeSecrets(url: URL): void {
  url.username = '';
  url.password = '';
  const path = withoutPathSecrets(url.pathname);
  if (path !== url.pathname) url.pathname = path;
  const isPersonal = PERSONAL_PAGE.test(url.pathname);
  const params = url.search.slice(1).split('&');
  const kept = isPersonal ? [] : params.filter((param) => !isSecretParam(param));
  // The rest keeps its spelling, because sites differ in how they read it.
  if (kept.length < params.length) url.search = kept.join('&');
  if (isPersonal || isSecretFragment(url.hash.slice(1))) url.hash = '';
}

/** One such word in a name is enough. */
const SECRET_WORDS = words(`
  access accesskey accesstoken apikey appkey assertion auth authcode authkey authorization authtoken bearer cert cred
  credential credentials creds csrf csrfmiddlewaretoken csrftoken email emailaddress fedauth hmac idtoken invitation invite
  jsessionid jwt key login logintoken magic mail nonce oauth onetime otp passcode passphrase passwd password phpsessid pin
  private privatekey pwd refreshtoken resourcekey samlart samlrequest samlresponse secret securitytoken sess sessid session
  sessionid sessionkey sessiontoken sid sig signature signed ssid sso subscriber ticket token totp tkn unlock usertoken verifier
  verify xsrf pass pw reset activation confirmation verification
`);

/** A name that consists of one such word. In longer names these words are ordinary: a code of a country. */
const SECRET_NAMES = words(`
  code s_id upn user userid username usr uid cid eid rid visitor account member recipient contact hash state sign
`);

/** Names of documents and of words that somebody looked for. Their values may look random. */
const ORDINARY_NAMES = words(`
  asin article commit curid diff doc docid doi file filename folder gid id image isbn issn item list lang name oldid p page path
  pid pmid product q query ref rev revision search sha sku slug story t tag tid title topic v vid video version w
`);

/** Words that make an ordinary name of a key or a login: `sort_key`, `primary_key`. */
const ORDINARY_KEYS =
  /^(?:sort|order|group|primary|foreign|partition|row|column|music|song|map)[^a-z]*key$/i;

/** Families of names with which stores sign addresses. */
const SIGNED_FAMILY =
  /^x-(?:amz|goog|oss|cos|obs|ms)-|^(?:awsaccesskeyid|googleaccessid|ossaccesskeyid)$/i;

function isSecretParam(param: string): boolean {
  // Some sites part their parameters by `;`.
  return param.split(';').some((part) => {
    const [name = '', ...rest] = part.split('=');
    return isSecretPair(decoded(name), decoded(rest.join('=')), rest.length > 0);
  });
}

function isSecretPair(name: string, value: string, hasValue: boolean): boolean {
  if (!hasValue) return looksRandom(name);
  if (value === '') return false;
  if (SIGNED_FAMILY.test(name) || isSecretName(name, value)) return true;
  if (looksSigned(value) || isMailAddress(value) || leadsToSecret(value)) return true;
  return !ORDINARY_NAMES.has(name.toLowerCase()) && looksRandom(value);
}

function isSecretName(name: string, value: string): boolean {
  if (ORDINARY_KEYS.test(name)) return false;
  const plain = name.toLowerCase();
  if (SECRET_NAMES.has(plain)) return !isPlainWord(value) || plain === 'code';
  const parts = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const joined = parts.join('');
  return (
    SECRET_WORDS.has(joined) ||
    parts.some((part) => SECRET_WORDS.has(part)) ||
    LIKE_SECRET.test(joined)
  );
}

/** Names that are written in one word. */
const LIKE_SECRET =
  /(?:token|secret|password|passwd|signature|sessionid|sessid|apikey|authkey)$|^(?:oauth|aspsession)/;

/** A small number or one word in small letters, like the state of a list (`state=open`). */
function isPlainWord(value: string): boolean {
  return /^(?:\d{1,4}|[a-z]{1,10})$/.test(value);
}

/** An address in a parameter, to which the page leads on. */
function leadsToSecret(value: string): boolean {
  if (!/[/?#;]/.test(value)) return false;
  const url = URL.parse(value, 'https://x.invalid/');
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  const before = url.href;
  removeSecrets(url);
  return url.href !== before;
}

/** Pages that act for the person whose mail had the link. */
const PERSONAL_PAGE =
  /(?:^|[/_-])(?:unsubscribe|optout|opt-out|preferences-center|confirm(?:ation)?|verify|verification|activate|reset(?:-?password)?|password-?reset|magic(?:-?link)?|accept-?invit\w*)(?:[/._-]|$)/i;

/** The segment after such a segment is for one person. */
const BEFORE_SECRET =
  /^(?:(?:password|passwort|passwd)?[-_]?reset(?:[-_]?password)?|verify|verification|validate|confirm|confirmation|activate|activation|invite|invites|invitation|invitations|unsubscribe|optout|magic|magic[-_]?links?|login|signin|auth|token|tokens|session|sessions|sso|otp|key|keys|secret|join|s3cret|webhooks?|hooks)$/i;

function withoutPathSecrets(path: string): string {
  const kept: string[] = [];
  let isAfter = false;
  for (const segment of path.split('/')) {
    const text = withoutMatrix(segment);
    if (isSecretSegment(decoded(text), isAfter)) {
      if (isAfter) break; // what follows belongs to it
      continue;
    }
    kept.push(text);
    isAfter ||= BEFORE_SECRET.test(text);
  }
  return kept.join('/');
}

function isSecretSegment(segment: string, isAfter: boolean): boolean {
  if (looksSigned(segment) || isMailAddress(segment) || /^bot\d+:/.test(segment)) return true;
  return isAfter && isUnlikeWords(segment);
}

/** After a telling segment, everything counts that is no word, such as `password`, and no number of a step. */
function isUnlikeWords(segment: string): boolean {
  return (
    segment.length >= 6 && (/\d/.test(segment) || /[a-z][A-Z]/.test(segment) || segment.length > 24)
  );
}

/** Parameters in a segment of a path: `/list;jsessionid=1`. */
function withoutMatrix(segment: string): string {
  const [first = '', ...params] = segment.split(';');
  return [first, ...params.filter((param) => !isSecretParam(param))].join(';');
}

/** A fragment is the name of a place in a page, parameters, or a path within an application. */
function isSecretFragment(fragment: string): boolean {
  const text = decoded(fragment);
  if (text === '') return false;
  if (text.includes('=')) return text.split(/[&?]/).some((param) => isSecretParam(param));
  return text
    .split(/[/?&]/)
    .some((part) => looksRandom(part) || looksSigned(part) || isMailAddress(part));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
