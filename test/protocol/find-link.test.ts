import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase64url } from '../../relay/protocol/base64url.ts';
import {
  findKey,
  findLink,
  formatFound,
  holdsSecret,
  isLinkProblem,
  parseLink,
} from '../../relay/protocol/index.ts';
import { formatLink, type Link } from '../../relay/protocol/link.ts';
import { anyAddress, anyBytes } from './samples.ts';

const RELAY = 'https://relay.example';
const address = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const other = 'ab'.repeat(32);
const key = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256);
const k = encodeBase64url(key);
const page = `${RELAY}/${address}`;
const link = `${page}#k=${k}`;
const hinted = `${link}&t=text/markdown&n=r%C3%A9sum%C3%A9+(1).md&x=1767225600&r=https://b.example:8443`;
const upper = (text: string) => text.toUpperCase();
const enc = encodeURIComponent;
const quotedPrintable = (text: string) =>
  text.replaceAll('=', '=3D').replaceAll('#', '=23').replaceAll(/.{70}/g, '$&=\r\n');
/** Proofpoint's encoding of a link, version 2. */
const underscored = (text: string) =>
  enc(text)
    .replaceAll('-', '%2D')
    .replaceAll('_', '%5F')
    .replaceAll('%2F', '_')
    .replaceAll('%', '-');
const spread = (text: string, between: string) => text.match(/.{1,25}/g)?.join(between) ?? '';
const fullwidth = (text: string) =>
  text.replaceAll(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

describe('a link is found, key and all, with', () => {
  test.each<[string, string]>([
    ['nothing around', link],
    ['space around', `  ${link}\n`],
    ...'.,;:!?)]}>"\'»”’…。，、）」』】〉؟،۔।*~`|'
      .split('')
      .map((sign): [string, string] => [`${sign} behind`, link + sign]),
    ...'([{<"\'«“„‘（「『【〈¿¡*_~`>-–—:=、。'
      .split('')
      .map((sign): [string, string] => [`${sign} before`, sign + link]),
    ['underscores around', `_${link}_`],
    ['stars around', `**${link}**`],
    ['an ellipsis of dots', `${link}...`],
    ['brackets and a full stop', `(${link}).`],
    ['Markdown', `see [this page](${link}), please`],
    ['Markdown and a title', `[x](${link} "title")`],
    ['Markdown of itself', `[${link}](${link})`],
    ['Markdown, whose text has lost the key', `[${page}](${link})`],
    ['a reference of Markdown', `[1]: ${link}`],
    ['angle brackets', `<${link}>`],
    ['what Slack makes of it', `<${link}|a page>`],
    ['HTML', `<a href="${link}">here</a>`],
    [
      'HTML, escaped',
      `&lt;a href=&quot;${link.replace('#', '&#35;').replaceAll('=', '&#x3D;')}&quot;&gt;`,
    ],
    ['a sentence', `Anna wrote: have a look at ${link} when you can.`],
    ['a Chinese sentence', `请看这个链接：${link}。谢谢`],
    ['Arabic around', `انظر ${link}، شكرا`],
    ['bidi marks', `\u2067${link}\u2069`],
    ['a byte order mark', `\ufeff${link}`],
    ['a soft hyphen in the address', link.replace('df08', 'df\u00ad08')],
    ['a zero-width space in the key', link.slice(0, -9) + '\u200b' + link.slice(-9)],
    ['a zero-width space before #', link.replace('#', '\u200b#')],
    ['a word joiner in the host', link.replace('relay', 're\u2060lay')],
    ['zero-width spaces everywhere', link.split('').join('\u200b')],
    ['a NUL in the middle', link.replace('df08', 'df\u000008')],
    [
      'invisible characters as browsers ask for them',
      link.replace('df08', 'df%E2%80%8B08') + '%E2%80%8B',
    ],
    ['the same in the key', link.slice(0, -9) + '%C2%AD' + link.slice(-9)],
    ['a variation selector', link.replace('#', '\ufe0f#')],
    ['line breaks', spread(link, '\n')],
    ['line breaks and spaces', spread(link, ' \r\n   ')],
    ['the marks of a quoted mail', `> ${spread(link, '\n> ')}\n> bye`],
    ['a line break and a text after it', `${link.slice(0, 120)}\n${link.slice(120)}\nBest regards`],
    ['a text on the next line', `${link}\nBest regards`],
    ['spaces', spread(link, ' ')],
    ['quoted-printable', quotedPrintable(link)],
    ['quoted-printable in a sentence', quotedPrintable(`Hello Anna,\r\n${link}\r\nbye`)],
    ['%23', link.replace('#', '%23')],
    ['%2523', link.replace('#', '%2523')],
    ['k%3D', link.replace('k=', 'k%3D')],
    ['%23k%3D', link.replace('#k=', '%23k%3D')],
    ['#/k=', link.replace('#', '#/')],
    ['#!k=', link.replace('#', '#!')],
    ['/#k=', link.replace('#', '/#')],
    ['/#/k=', link.replace('#', '/#/')],
    ['a bare key', `${page}#${k}`],
    ['a bare key after a slash', `${page}/#/${k}`],
    ['a bare key, encoded', `${page}%23${k}`],
    ['?k=', `${page}?k=${k}`],
    ['/k=', `${page}/k=${k}`],
    ['nothing where # was', `${page}k=${k}`],
    ['K=', `${page}#K=${k}`],
    ['#top behind', `${link}#top`],
    ['a query behind the key', `${link}?utm_source=chat&utm_medium=x`],
    ['a param behind the key', `${link}&utm_source=chat`],
    ['a query before the fragment', link.replace('#', '?fbclid=IwAR0_-x&k=5#')],
    ['a slash and a query', link.replace('#', '/?utm_source=x#')],
    ['a text fragment', `${link}:~:text=hello`],
    ['padding', `${link}=`],
    ['a path behind the address', link.replace('#', '/index.html#')],
    ['two slashes', link.replace(`/${address}`, `//${address}`)],
    ['capitals', `${upper(page)}#k=${k}`],
    ['no scheme', link.replace('https://', '')],
    ['no scheme in a sentence', `see relay.example/${address}#k=${k}, please`],
    ['no scheme after a colon', `Link:relay.example/${address}#k=${k}`],
    ['no scheme in Chinese', `链接relay.example/${address}#k=${k}。`],
    ['no scheme and two slashes', `//relay.example/${address}#k=${k}`],
    ['a scheme cut off', link.slice(1)],
    ['one slash', link.replace('//', '/')],
    ['no slashes', link.replace('//', '')],
    ['backslashes', link.replaceAll('/', '\\')],
    ['a scheme made harmless', link.replace('https', 'hxxps')],
    ['a scheme that sticks to a word', `Link${link}`],
    ['fullwidth signs', fullwidth(link)],
    ['fullwidth digits', link.replaceAll(/\d/g, fullwidth)],
    ['Arabic digits', link.replaceAll(/\d/g, (d) => String.fromCharCode(0x660 + Number(d)))],
    [
      'mathematical digits',
      link.replaceAll(/\d/g, (d) => String.fromCodePoint(0x1d7ec + Number(d))),
    ],
    ['other hyphens', link.replaceAll('-', '‑')],
    ['an anchor by a site that archives', `https://web.archive.org/web/2026/${link}`],
    [
      'SafeLinks',
      `https://eur01.safelinks.protection.outlook.com/?url=${enc(link)}&data=05%7C02&k=1&t=a/b&n=x`,
    ],
    ['Google', `https://www.google.com/url?q=${enc(link)}&sa=D&source=editors&ust=17&n=x`],
    [
      'Google, half encoded',
      `https://www.google.com/url?q=${link.replace('#', '%23')}&sa=D&x=1&n=x`,
    ],
    ['Facebook', `https://l.facebook.com/l.php?u=${enc(link)}&h=AT0-x&t=a/b`],
    ['Facebook, in a text', `Anna: "https://l.facebook.com/l.php?h=AT0&u=${enc(link)}".`],
    ['Slack', `https://slack-redir.net/link?url=${enc(link)}`],
    ['YouTube', `https://www.youtube.com/redirect?event=x&q=${enc(link)}&v=y`],
    ['Steam', `https://steamcommunity.com/linkfilter/?u=${enc(link)}`],
    [
      'Barracuda',
      `https://linkprotect.cudasvc.com/url?a=${enc(link).toLowerCase().replace(k.toLowerCase(), k)}&c=E,1`,
    ],
    ['Cisco', `https://secure-web.cisco.com/1abc-x/${enc(link)}`],
    ['a wrapper that a fragment goes through', `https://out.example/?u=${enc(page)}&z=1#k=${k}`],
    [
      'SafeLinks within Google',
      `https://www.google.com/url?q=${enc(`https://a.safelinks.protection.outlook.com/?url=${enc(link)}&data=05`)}&sa=D`,
    ],
    [
      'SafeLinks, broken into lines',
      spread(`https://a.safelinks.protection.outlook.com/?url=${enc(link)}&data=05`, '\r\n'),
    ],
    [
      'SafeLinks, quoted-printable',
      quotedPrintable(`https://a.safelinks.protection.outlook.com/?url=${enc(link)}&data=05`),
    ],
    [
      'urldefense, version 2',
      `https://urldefense.proofpoint.com/v2/url?u=${underscored(link)}&d=DwMFaQ&c=x&r=y`,
    ],
    ['urldefense, version 3', `https://urldefense.com/v3/__${link.replace('#', '*')}__;Iw!!abc$`],
  ])('%s', (_, text) => {
    expect(findLink(text)).toMatchObject({
      link: { relay: RELAY, address, key },
      isKeyDamaged: false,
    });
  });
});

const { relay: _relay, ...hints } = parseLink(hinted) as Link;

describe('hints arrive with', () => {
  test.each([
    ['nothing around', hinted],
    ['a full stop', `${hinted}.`],
    ['brackets', `(${hinted}).`],
    ['%23', hinted.replace('#', '%23')],
    ['k%3D', hinted.replace('k=', 'k%3D')],
    ['all of the fragment encoded', `${page}%23${enc(hinted.slice(page.length + 1))}`],
    ['SafeLinks', `https://a.safelinks.protection.outlook.com/?url=${enc(hinted)}&n=no&t=a/b&x=1`],
    ['two wrappers', `https://a.example/?u=${enc(`https://b.example/?u=${enc(hinted)}&n=no`)}&x=1`],
    ['quoted-printable', quotedPrintable(hinted)],
    ['HTML', `<a href="${hinted.replaceAll('&', '&amp;')}">`],
    ['a query behind', `${hinted}?utm_source=chat`],
    ['#top behind', `${hinted}#top`],
    ['hints before the key', `${page}#${hinted.slice(link.length + 1)}&k=${k}`],
    ['Chinese behind', `${hinted}。谢谢`],
    ['Markdown', `[x](${hinted})`],
  ])('%s', (_, text) => {
    expect(findLink(text)?.link).toEqual({ relay: RELAY, ...hints });
  });

  test('a name that has brackets or a sign at its end', () => {
    for (const name of ['a (1)', 'Hello!', 'it’s', "x'"]) {
      const text = formatLink({ ...(parseLink(link) as Link), name });
      expect(findLink(text)?.link.name).toBe(name);
      expect(findLink(`see (${text}), please`)?.link.name).toBe(name.replace(/[!']$/, ''));
    }
  });
});

test('a link without key stays one', () => {
  for (const text of [
    page,
    `(${page}).`,
    `${page}#top`,
    `${page}?utm_source=x`,
    `${page}?k=5`,
    `${page}/more`,
    `${page}#section-about-the-thing`,
    `${page}#:~:text=hello%20you`,
  ]) {
    expect([text, findLink(text)]).toEqual([text, { link: parseLink(page), isKeyDamaged: false }]);
  }
  expect(findLink(`see ${page}#t=text/html&n=a.html, please`)?.link).toEqual(
    parseLink(`${page}#t=text/html&n=a.html`),
  );
  expect(findLink(`${page}%23t=text/html`)?.link).toEqual(parseLink(`${page}#t=text/html`));
});

describe('a key is said to be damaged that', () => {
  test.each([
    ['is cut off', link.slice(0, -1)],
    ['is cut off early', link.slice(0, -30)],
    ['is cut off at its start', `${page}#k=`],
    ['is cut off before that', `${page}#k`],
    ['is cut off and encoded', `${page}%23k%3D${k.slice(2)}`],
    ['is cut off, bare', `${page}#${k.slice(1)}`],
    ['is cut off in a sentence', `${link.slice(0, -2)} is broken, I am afraid`],
    ['is cut off at the end of a line', `${link.slice(0, -2)}\nBest regards`],
    ['is cut off in a wrapper', `https://a.example/?u=${enc(link.slice(0, -3))}&data=05`],
    ['has a character too many', `${link}A`],
    ['has a character too many in its middle', `${link.slice(0, -9)}x${link.slice(-9)}`],
    ['is not canonical', `${page}#k=${'A'.repeat(42)}B`],
    ['has a sign in the middle', `${link.slice(0, -9)}*${link.slice(-9)}`],
    ['has hints', `${link.slice(0, -1)}&n=a.txt`],
  ])('%s', (_, text) => {
    expect(findLink(text)).toMatchObject({
      link: { relay: RELAY, address },
      isKeyDamaged: true,
    });
    expect(findLink(text)?.link).not.toHaveProperty('key');
    expect(parseLink(formatFound(findLink(text)!))).toMatchObject({ problem: 'bad-key' });
  });
});

describe('a capability is said to be damaged that', () => {
  test.each([
    ['is cut off', `${page}#b=${k.slice(0, -1)}`],
    ['is cut off at its start', `${page}#b=`],
    ['is cut off before that', `${page}#b`],
    ['has a character too many', `${page}#b=${k}A`],
  ])('%s', (_, text) => {
    const found = findLink(text);
    expect(found).toMatchObject({ isKeyDamaged: true, isCapabilityDamaged: true });
    expect(findLink(formatFound(found!))).toMatchObject({ isCapabilityDamaged: true });
  });
});

describe('the code of a keeper is no link of a page', () => {
  test.each([
    ['as it is', `${page}#h=${k}`],
    ['in a sentence', `The code: ${page}#h=${k}.`],
    ['with a slash', `${page}/#h=${k}`],
    ['encoded', `${page}%23h%3D${k}`],
    ['cut off', `${page}#h=`],
  ])('%s', (_, text) => {
    expect(findLink(text)).toMatchObject({ link: { address }, isKeeperCode: true });
  });

  test('and a fragment of another kind makes none', () => {
    for (const end of ['#heading', '#k=h', '#x=1&h=2', '']) {
      expect(findLink(page + end)).not.toHaveProperty('isKeeperCode');
    }
  });
});

describe('a capability arrives with', () => {
  const once = `${page}#b=${k}`;
  test.each([
    ['nothing around', once],
    ['a sentence', `Anna wrote: have a look at ${once}, it opens once.`],
    ['Markdown', `[x](${once})`],
    ['%23b%3D', once.replace('#b=', '%23b%3D')],
    ['#/b=', once.replace('#', '#/')],
    ['?b=', once.replace('#', '?')],
    ['B=', once.replace('b=', 'B=')],
    ['line breaks', spread(once, '\r\n> ')],
    ['quoted-printable', quotedPrintable(once)],
    ['SafeLinks', `https://a.safelinks.protection.outlook.com/?url=${enc(once)}&data=05&k=1`],
    ['urldefense', `https://urldefense.proofpoint.com/v2/url?u=${underscored(once)}&d=DwMFaQ`],
    ['another relay', `${once}&r=https://b.example:8443`],
  ])('%s', (_, text) => {
    const found = findLink(text);
    expect(found).toMatchObject({ link: { relay: RELAY, address, capability: key } });
    expect(found?.link).not.toHaveProperty('key');
    expect(found?.isKeyDamaged).toBe(false);
  });

  test('a pasted end of the link', () => {
    const found = findKey(`b=${k}`, parseLink(page) as Link);
    expect(found?.link.capability).toEqual(key);
  });

  test('a link that has both is damaged', () => {
    expect(findLink(`${link}&b=${k}`)?.isKeyDamaged).toBe(true);
  });

  test('a text with one holds a secret', () => {
    expect(holdsSecret(`#b=${k.slice(0, 25)}`)).toBe(true);
  });
});

describe('of several links', () => {
  test.each([
    ['the first', `${link} and ${RELAY}/${other}#k=${k}`, address],
    ['the first whole one', `${RELAY}/${other}#k=short or ${link}`, address],
    ['a public one that is first', `${page} ${RELAY}/${other}#k=${k}`, address],
    [
      'one after other links',
      `https://example.org/a#b http://x.test/${other.slice(1)} ${link}`,
      address,
    ],
    ['the first where all are damaged', `${link}A ${RELAY}/${other}#k=x`, address],
    ['the first of two lines', `${link}\n${RELAY}/${other}#k=${k}`, address],
  ])('%s', (_, text, expected) => {
    expect(findLink(text)?.link.address).toBe(expected);
  });

  test('none takes the key of the next', () => {
    expect(findLink(`${page}\n${RELAY}/${other}#k=${k}`)?.link).toEqual(parseLink(page));
    expect(findLink(`${page}\nhttps://example.org/#k=${k}`)?.link).toEqual(parseLink(page));
  });
});

describe('relays are', () => {
  test.each([
    ['localhost', `localhost:4000/${address}`, 'http://localhost:4000'],
    ['an IPv4 address', `see 192.168.1.5:4000/${address}`, 'http://192.168.1.5:4000'],
    ['an IPv6 address', `[::1]:4000/${address}`, 'http://[::1]:4000'],
    ['an IPv6 address with its scheme', `(http://[::1]:4000/${address})`, 'http://[::1]:4000'],
    ['a name with a port', `x relay.example:8443/${address}`, 'https://relay.example:8443'],
    ['a name in brackets', `[relay.example/${address}]`, RELAY],
    ['in a line after another link', `http://x.test/\nrelay.example/${address}`, RELAY],
    ['a name of one word', `http://relay/${address}`, 'http://relay'],
  ])('%s', (_, text, relay) => {
    expect(findLink(text)?.link).toEqual({ relay, address, relays: [] });
  });
});

describe('there is no link in', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['an address alone', address],
    ['an address too short', `${RELAY}/${address.slice(1)}`],
    ['an address too long', `${RELAY}/${address}0`],
    ['a path', `files/${address}`],
    ['a folder of a site', `https://example.org/sha256/${address}`],
    ['a folder with a dot', `https://example.org/v1.2/${address}`],
    ['another scheme', `ftp://relay.example/${address}`],
    ['a script', `javascript:alert(1)//${address}`],
    ['a login', `https://user:password@relay.example/${address}`],
    ['a host that poses as another', `https://relay.example@evil.example/${address}`],
    ['a host in letters that links do not have', `https://bücher.example/${address}`],
    ['a host that ends so', `https://例え.relay.example/${address}`],
    ['no host', `https:///${address}`],
    ['a port too high', `https://relay.example:99999/${address}`],
  ])('%s', (_, text) => {
    expect(findLink(text)).toBeUndefined();
  });
});

test('an address that stands alone is one at the home relay', () => {
  for (const text of [
    address,
    upper(address),
    ` ${address}. `,
    `/${address}`,
    `look at ${address}, please`,
  ]) {
    expect(findLink(text, RELAY)).toEqual({ link: parseLink(page), isKeyDamaged: false });
  }
  expect(findLink(`${address}#k=${k}`, RELAY)?.link).toEqual(parseLink(link));
  expect(findLink(`https://b.example/${address}`, RELAY)?.link.relay).toBe('https://b.example');
  for (const text of [
    `x/${address}`,
    `x${address}`,
    `https://example.org/a/${address}`,
    address.slice(1),
  ]) {
    expect(findLink(text, RELAY)).toBeUndefined();
  }
});

test('a key is found alone, as the end of a link and in a link to elsewhere', () => {
  const at = { relay: RELAY, address: (parseLink(page) as Link).address };
  for (const text of [
    k,
    ` ${k}. `,
    `k=${k}`,
    `#k=${k}`,
    `%23k%3D${k}`,
    `the key is k=${k}`,
    `.example/${address}#k=${k}`,
    spread(k, '\n'),
    spread(k, ' '),
  ]) {
    expect([text, findKey(text, at)?.link.key]).toEqual([text, key]);
  }
  for (const text of ['', 'hello', k.slice(1), `${k}A`, page, 'javascript:alert(1)']) {
    expect([text, findKey(text, at)?.link.key]).toEqual([text, undefined]);
  }
});

test('what is not to be made public is noticed', () => {
  for (const text of [
    address,
    `x ${upper(address)}!`,
    k,
    `k: ${k}`,
    `${RELAY}/12#k=${k.slice(9)}`,
    `#k=${k}`,
  ]) {
    expect([text, holdsSecret(text)]).toEqual([text, true]);
  }
  for (const text of [
    'hello',
    'a'.repeat(43),
    'the-quick-brown-fox-jumps-over-the-lazy-dog',
    'k=5',
    'ok=yes',
  ]) {
    expect([text, holdsSecret(text)]).toEqual([text, false]);
  }
});

describe('for any text', () => {
  test('the finder answers, and what it found is a link', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        RELAY,
        '/',
        address,
        '#k=',
        k,
        '%23',
        '%2F',
        '%',
        '\n',
        '=\r\n',
        'http:',
        '&n=',
        '&r=',
        '[',
        ']',
        ':',
        '.',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const found = findLink(pieces.join(''), RELAY);
        if (!found) return;
        expect(isLinkProblem(parseLink(formatLink(found.link)))).toBe(false);
        if (found.isKeyDamaged) expect(found.link).not.toHaveProperty('key');
      }),
      { numRuns: 3_000 },
    );
  });

  const anyLink = fc.record({
    relay: fc.constantFrom(RELAY, 'http://localhost:4000', 'https://a-b.c.example:8443'),
    address: anyAddress,
    key: anyBytes(32),
    relays: fc.constant([]),
  });
  const anyOnceLink: fc.Arbitrary<Link> = anyLink.map(({ relay, address, key, relays }) => {
    return { relay, address, ...(key && { capability: key }), relays };
  });
  const cut = fc.nat();
  /** Adds `piece` somewhere in a link. */
  const inserted = (pieces: string[]) =>
    fc.tuple(fc.constantFrom(...pieces), cut).map(([piece, at]) => (text: string) => {
      const start = at % text.length;
      return text.slice(0, start) + piece + text.slice(start);
    });
  /** Changes inside a link on its way. */
  const within = fc.oneof(
    inserted(['\u200b', '\u00ad', '\ufeff', '\u2060', '\u202a', '\u200f', '\ufe0f']),
    fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.replace('#', '%23'),
      (text) => text.replace(/([kb])=/, '$1%3D'),
      (text) => text.replace('#', '#/'),
      (text) => text.replace('#k=', '#'), // a capability needs its name
      (text) => text.replace('#', '/?fbclid=Iw-_x#'),
      (text) => `${text}?utm_source=x&utm_medium=y`,
      (text) => `${text}#top`,
      (text) => upper(text.slice(0, text.indexOf('#'))) + text.slice(text.indexOf('#')),
      fullwidth,
    ),
  );
  /** Texts around a link. */
  const around = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => `Look: ${text}, will you?`,
    (text) => `[a page](${text})`,
    (text) => `<${text}>`,
    (text) => `「${text}」。`,
    (text) => `https://a.safelinks.protection.outlook.com/?url=${enc(text)}&data=05%7C02&n=x`,
    (text) => `https://www.google.com/url?q=${enc(text)}&sa=D`,
    (text) => `https://urldefense.proofpoint.com/v2/url?u=${underscored(text)}&d=DwMFaQ`,
  );
  const carried = fc.constantFrom<(text: string) => string>(
    (text) => text,
    quotedPrintable,
    (text) => spread(text, '\n'),
    (text) => spread(text, '\r\n> '),
    (text) => `Hello\r\n\r\n${text}\r\nbye`,
  );

  test('a link is read as it was, whatever was done to it', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyLink, anyOnceLink),
        within,
        around,
        carried,
        (sent, change, wrap, carry) => {
          const text = carry(wrap(change(formatLink(sent))));
          expect(findLink(text), text).toMatchObject({ link: sent, isKeyDamaged: false });
        },
      ),
      { numRuns: 4_000 },
    );
  });
});

describe('a mebibyte takes no longer than its length', () => {
  const MIB = 1_048_576;
  const pieces = [
    'a',
    '0',
    '/',
    '#',
    '%',
    '%25',
    '%2F',
    '&',
    '=',
    '\n',
    ' ',
    '\u200b',
    '１',
    '.',
    ':',
    '[',
    '(',
    '_',
    '-',
    '<',
    'k=',
    '#k=',
    '&k=',
    '#k',
    'a.',
    'https://',
    '=\n',
    '> ',
    '/v2/url?u=',
    '&#35;',
    '&amp;',
    `/${address}`,
    `${address}/`,
    `${RELAY}/`,
    `${page}\n`,
    link,
    `${link.slice(0, -1)} `,
    `%2F${address}`,
    `${enc(page)}%23`,
    enc(enc(page)),
    `${'a.'.repeat(120)}/${address}`,
    `//${'@'.repeat(200)}a/${address}`,
    `${page}${'&k='.repeat(2_000)}`,
    `${page}#${'n=('.repeat(2_000)}`,
    '%25'.repeat(9),
    '\u0661',
  ];
  test.each(pieces.map((piece) => [JSON.stringify(piece).slice(0, 40), piece]))(
    '%s',
    (_, piece) => {
      const text = piece.repeat(Math.ceil(MIB / piece.length));
      findLink(`${page}#k=${text}`, RELAY);
      holdsSecret(text);
    },
  );
});
