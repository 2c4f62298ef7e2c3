/** The lenient reading of the text after an address: its key or capability, if there is one, and the hints. */
import { decodeBase64url } from './base64url.ts';
import { decodePercent } from './arrived.ts';

export interface FoundEnd {
  /** `k=` or `b=` with a key or a capability of the right form, as it stands in a fragment. */
  readonly secret?: string;
  /** The text has something in the place of a key or capability that is none. */
  readonly isKeyDamaged: boolean;
  /** The damaged one is a capability. */
  readonly isCapabilityDamaged?: true;
  /** The other params of a link, as they stand in a fragment. */
  readonly hints: readonly string[];
}

const KEY_CHARS = 43;
const SIGN = String.raw`%(?:25){0,8}`;
/** The text before a key: a separator and `k=`, encoded or not; with `b=`, before a capability. */
const INTRO = new RegExp(
  String.raw`(?:^|[^\w-]|${SIGN}(?:2[1-9a-f]|3[a-f]|40|5b|5d|7c))\n?([kb])\n?(?:=|${SIGN}3d)`,
  'gi',
);
const BARE_INTRO = new RegExp(String.raw`(?:#|${SIGN}23|[/?])[/!?]?`, 'gi');
const KEY_CHAR = new RegExp(String.raw`\n?(?:([\w-])|${SIGN}(2d|5f))`, 'giy');
const FRAGMENT = new RegExp(`#|(${SIGN})23`, 'i');
const ENCODED_SEPARATOR = new RegExp(`^(${SIGN})(?:26|3f|23)`, 'i');
const HINTS = /^[\w\-.~!'()*%+/:=&?#;,@$\p{L}\p{M}\p{N}]*/u;
const HINT = /^(?:amp;)*([tnxr])(?:=|%3d)(.+)$/i;
/** A bare key in a fragment counts as damaged only if its length is nearly right. */
const NEARLY = { least: 40, most: 46 };
/** A `k` or `b` in a query may belong to anybody, unless it is as long as this: then it is a key. */
const SURELY_KEY_CHARS = 32;

/** `isValue`: the link is the value of a param of another link, whose own params may follow. */
export function readEnd(tail: string, isValue: boolean): FoundEnd {
  const introduced = [...tail.matchAll(INTRO)].map((intro) => readKey(tail, intro));
  const bare = [...tail.matchAll(BARE_INTRO)].map((intro) => readKey(tail, intro));
  const wholes = introduced.filter(isWhole);
  // A link has a key or a capability. With both, nobody knows which one was meant.
  if (new Set(wholes.map(({ name }) => name)).size > 1) return { isKeyDamaged: true, hints: [] };
  const whole = wholes[0] ?? bare.find(isWhole);
  if (whole) {
    const { name, key, start, end } = whole;
    const before = /#([^#]*)$/.exec(tail.slice(0, start))?.[1] ?? '';
    const hints = [...hintsIn(before), ...hintsAfter(tail.slice(end), isValue)];
    return { secret: `${name}=${key}`, isKeyDamaged: false, hints };
  }
  const [hash = '', sign] = FRAGMENT.exec(tail) ?? [];
  const at = hash ? tail.indexOf(hash) : Infinity;
  const damaged = introduced.find((one) => isMeant(one, at)) ?? bare.find(isNearly);
  if (damaged) {
    return damagedEnd(damaged.name, hintsAfter(tail.slice(damaged.end), isValue));
  }
  const fragment = hash && tail.slice(at + hash.length);
  if (/^[kb]$/i.test(fragment)) return damagedEnd(fragment.toLowerCase(), []);
  return {
    isKeyDamaged: false,
    hints: hintsAfter(sign ? `${sign}26${fragment}` : fragment, isValue),
  };
}

function damagedEnd(name: string, hints: readonly string[]): FoundEnd {
  return { isKeyDamaged: true, ...(name === 'b' && { isCapabilityDamaged: true }), hints };
}

interface KeyRun {
  /** The separator before the key. */
  readonly intro: string;
  /** `b` for a capability. A bare key is a `k`. */
  readonly name: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly isTooLong: boolean;
}

/** Continues over line breaks, but not past a whole key: the next line belongs to another text. */
function readKey(tail: string, intro: RegExpExecArray): KeyRun {
  const start = intro.index;
  let end = start + intro[0].length;
  let key = '';
  while (key.length < KEY_CHARS) {
    KEY_CHAR.lastIndex = end;
    const [all, plain, escaped] = KEY_CHAR.exec(tail) ?? [];
    if (all === undefined) break;
    key += plain ?? (escaped?.toLowerCase() === '2d' ? '-' : '_');
    end += all.length;
  }
  // Underscores and hyphens at the end are emphasis or a dash.
  const excess = /^[\w-]+/.exec(tail.slice(end, end + KEY_CHARS))?.[0] ?? '';
  const isTooLong = /[^_-]/.test(excess);
  const name = intro[1]?.toLowerCase() ?? 'k';
  return { intro: intro[0], name, key, start, end: end + excess.length, isTooLong };
}

function isWhole({ key, isTooLong }: KeyRun): boolean {
  return key.length === KEY_CHARS && !isTooLong && decodeBase64url(key) !== undefined;
}

/** `fragmentAt` is the start of the fragment. A `k` or `b` before it may belong to anybody. */
function isMeant({ intro, key, start }: KeyRun, fragmentAt: number): boolean {
  return /^[kb]/i.test(intro) || start >= fragmentAt || key.length >= SURELY_KEY_CHARS;
}

function isNearly({ intro, key, start, end }: KeyRun): boolean {
  const length = Math.max(key.length, end - start - intro.length);
  return FRAGMENT.test(intro) && length >= NEARLY.least && length <= NEARLY.most;
}

/** The hints in the text after a key. If their separators are encoded, unencoded params belong to another link. */
function hintsAfter(rest: string, isValue: boolean): readonly string[] {
  const text = rest.replace(/^\n(?=&)/, '');
  const sign = ENCODED_SEPARATOR.exec(text)?.[1];
  if (sign === undefined) return isValue ? [] : hintsIn(text);
  let [own = ''] = text.split('&', 1);
  for (let level = 0; level < sign.length; level += 2) own = decodePercent(own);
  return hintsIn(own);
}

function hintsIn(text: string): readonly string[] {
  const [run = ''] = HINTS.exec(text) ?? [];
  return trimEnd(run)
    .split(/[&?#]/)
    .flatMap((part) => {
      const [, name = '', value = ''] = HINT.exec(part) ?? [];
      return value === '' ? [] : `${name.toLowerCase()}=${value}`;
    });
}

/** Removes the punctuation of the sentence around. Brackets that were opened inside stay. */
function trimEnd(text: string): string {
  let end = text.length;
  let open = text.split('(').length - text.split(')').length;
  for (; end > 0; end--) {
    const last = text.charAt(end - 1);
    if (last === ')' && open < 0) open++;
    else if (!".,;:!?'*".includes(last)) break;
  }
  return text.slice(0, end);
}
