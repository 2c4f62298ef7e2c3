import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeBase64url,
  formatLink,
  isLinkProblem,
  type Link,
  mediaTypeOf,
  parseLink,
  parseOrigin,
} from '../../relay/protocol/index.ts';
import { aa, anyAddress, anyBytes } from './samples.ts';
import vectors from './vectors.json' with { type: 'json' };

const RELAY = 'https://relay.example';
const key = new Uint8Array(32).fill(0xfb);
const k = encodeBase64url(key);
const bytesIn = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const plain: Link = { relay: RELAY, address: aa, relays: [] };

describe('an origin', () => {
  test.each([
    ['https://relay.example', 'https://relay.example'],
    ['https://relay.example/', 'https://relay.example'],
    [' HTTPS://Relay.Example ', 'https://relay.example'],
    ['https://relay.example:443', 'https://relay.example'],
    ['http://relay.example:80', 'http://relay.example'],
    ['http://relay.example:443', 'http://relay.example:443'],
    ['http://localhost:04000', 'http://localhost:4000'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
    ['https://relay.example.', 'https://relay.example.'],
    ['https://0.0.0.0', 'https://0.0.0.0'],
    ['https://255.255.255.255', 'https://255.255.255.255'],
    ['https://1.relay.example', 'https://1.relay.example'],
    ['https://relay.0xyz', 'https://relay.0xyz'],
    ['https://[2001:DB8:0:0:1:0:0:1]', 'https://[2001:db8::1:0:0:1]'],
    ['https://[::]', 'https://[::]'],
    ['https://[1:2:3:4:5:6:7::]', 'https://[1:2:3:4:5:6:7:0]'],
    ['https://[::ffff:192.0.2.1]', 'https://[::ffff:c000:201]'],
    ['https://[10:0:0:10::1]', 'https://[10:0:0:10::1]'],
    ['https://xn--bcher-kva.example:65535', 'https://xn--bcher-kva.example:65535'],
  ])('of %j is %j', (text, origin) => {
    expect(parseOrigin(text)).toBe(origin);
    expect(new URL(origin).origin).toBe(origin);
  });

  test.each([
    '',
    'relay.example',
    '//relay.example',
    'ftp://relay.example',
    'ws://relay.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://',
    'https:///',
    'https://relay.example/path',
    'https://relay.example//',
    'https://relay.example?q',
    'https://relay.example#f',
    'https://relay.example:',
    'https://relay.example:65536',
    'https://relay.example:123456',
    'https://relay.example:-1',
    'https://user@relay.example',
    'https://user:password@relay.example',
    'https://relay..example',
    'https://.relay.example',
    'https://relay example',
    'https://relay\\.example',
    'https://relay.example\\@evil.example',
    'https://bücher.example',
    'https://re\u200blay.example',
    'https://%72elay.example',
    'https://relay.example\0',
    'https://999.1.1.1',
    'https://256.1.1.1',
    'https://1.2.3',
    'https://1.2.3.4.5',
    'https://1.2.3.4.',
    'https://01.2.3.4',
    'https://0x7f.0.0.1',
    'https://relay.1',
    'https://relay.0x',
    'https://4294967296',
    'https://[]',
    'https://[:]',
    'https://[:::]',
    'https://[1]',
    'https://[1::2::3]',
    'https://[1:2:3:4:5:6:7:8:9]',
    'https://[::1:2:3:4:5:6:7:8]',
    'https://[00001::]',
    'https://[::1.2.3]',
    'https://[1.2.3.4::]',
    'https://[::1.2.3.4:1]',
    'https://[::256.2.3.4]',
  ])('is not what stands in %j', (text) => {
    expect(parseOrigin(text)).toBeUndefined();
  });
});

test('an origin has a host that URL takes, and writes the same', () => {
  const part = fc.oneof(
    fc.constantFrom('0', '00', '1', '255', '256', '0x1', 'ffff', 'a', '-', '', '1.2.3.4'),
    fc.stringMatching(/^[0-9a-f]{1,5}$/),
  );
  const joined = (separator: fc.Arbitrary<string>) =>
    fc
      .array(fc.tuple(part, separator), { minLength: 1, maxLength: 9 })
      .map((parts) => parts.flat().join(''));
  const host = fc.oneof(
    joined(fc.constantFrom('.', '')),
    joined(fc.constantFrom(':', ':', '::', '')).map((text) => `[${text}]`),
  );
  fc.assert(
    fc.property(host, (text) => {
      const origin = parseOrigin(`https://${text}`);
      expect(origin && new URL(origin).origin).toBe(origin);
      if (text.startsWith('[')) expect(origin !== undefined).toBe(URL.canParse(`https://${text}`));
    }),
    { numRuns: 2_000 },
  );
});

describe('a link', () => {
  test.each(vectors.links)('is that of the vectors: $text', (vector) => {
    const { text, key: keyHex, capability: capabilityHex, ...rest } = vector;
    const link = parseLink(text);
    const keyed = keyHex === undefined ? {} : { key: bytesIn(keyHex) };
    const once = capabilityHex === undefined ? {} : { capability: bytesIn(capabilityHex) };
    expect(link).toEqual({ relays: [], ...rest, ...keyed, ...once });
    expect(isLinkProblem(link) || formatLink(link)).toBe(text);
  });

  test.each<[string, string, Partial<Link>]>([
    ['a public text page', '', {}],
    ['an empty fragment', '#', {}],
    ['a key', `#k=${k}`, { key }],
    ['a capability', `#b=${k}`, { capability: key }],
    ['a media type', '#t=text/html', { mediaType: 'text/html' }],
    ['a media type with encoded slash', '#t=text%2Fhtml', { mediaType: 'text/html' }],
    ['a media type in capitals', '#t=TEXT/HTML', { mediaType: 'text/html' }],
    [
      'a media type with a parameter',
      '#t=text/plain;charset%3Dutf-8',
      { mediaType: 'text/plain;charset=utf-8' },
    ],
    ['the default media type', '#t=text/plain', {}],
    ['a name', '#n=notes.md', { name: 'notes.md' }],
    ['a name with spaces, plus and umlaut', '#n=a+b%20c%2Bd+%C3%BC.md', { name: 'a b c+d ü.md' }],
    ['a name with raw umlaut', '#n=ü.md', { name: 'ü.md' }],
    ['a name with equals signs', '#n=a=b=c', { name: 'a=b=c' }],
    ['a name with a second #', '#n=a#b', { name: 'a#b' }],
    ['a name with a stray %', '#n=100%', { name: '100%' }],
    ['a name in broken UTF-8', '#n=%ff', { name: '%ff' }],
    ['an empty name', '#n=', {}],
    ['an expiry', '#x=1767225600', { expires: 1_767_225_600 }],
    ['an expiry at the epoch', '#x=0', { expires: 0 }],
    ['another relay', '#r=https://b.example', { relays: ['https://b.example'] }],
    [
      'more relays, one twice',
      '#r=https://b.example&r=HTTPS://B.example:443/&r=http://localhost:4001',
      { relays: ['https://b.example', 'http://localhost:4001'] },
    ],
    [
      'everything, in any order',
      `#x=1&r=https://b.example&n=n&t=text/html&k=${k}`,
      { key, mediaType: 'text/html', name: 'n', expires: 1, relays: ['https://b.example'] },
    ],
    ['params it does not know', '#zz=1&constructor=2&__proto__=3&n=n', { name: 'n' }],
    ['empty params', '#&&n=n&', { name: 'n' }],
    ['a param twice: the first counts', '#n=one&n=two', { name: 'one' }],
    ['an encoded param name', '#%6e=n', { name: 'n' }],
  ])('may carry %s', (_, fragment, expected) => {
    expect(parseLink(`${RELAY}/${aa}${fragment}`)).toEqual({ ...plain, ...expected });
  });

  test.each([
    ['a media type that is none', '#t=html'],
    ['a media type with line breaks', '#t=text/html%0d%0aSet-Cookie:x'],
    ['a media type of another script', '#t=tеxt/html'],
    ['a media type without end', `#t=text/${'x'.repeat(1000)}`],
    ['an expiry that is no number', '#x=soon'],
    ['an expiry below zero', '#x=-1'],
    ['an expiry with a fraction', '#x=1.5'],
    ['an expiry in hex', '#x=0x10'],
    ['an expiry beyond any calendar', '#x=9999999999999'],
    ['a relay that is none', '#r=javascript:alert(1)&r=relay.example&r='],
    ['a relay with a path', '#r=https://b.example/path'],
  ])('is read without a hint that makes no sense: %s', (_, fragment) => {
    expect(parseLink(`${RELAY}/${aa}${fragment}`)).toEqual(plain);
  });

  test.each([
    ['white space around it', `\n\t ${RELAY}/${aa}  \r\n`],
    ['a slash after the address', `${RELAY}/${aa}/`],
    ['a query, which is not looked at', `${RELAY}/${aa}?utm_source=x&k=${k}`],
    ['a slash and a query', `${RELAY}/${aa}/?x`],
    ['a default port', `https://relay.example:443/${aa}`],
    ['capitals in scheme and host', `HTTPS://RELAY.example/${aa}`],
  ])('may have %s', (_, text) => {
    expect(parseLink(text)).toEqual(plain);
  });

  test.each([
    '',
    ' ',
    'hello',
    aa,
    `/${aa}`,
    `//relay.example/${aa}`,
    `relay.example/${aa}`,
    RELAY,
    `ftp://relay.example/${aa}`,
    `ws://relay.example/${aa}`,
    `javascript:alert(1)//${aa}`,
    `javascript://relay.example/${aa}`,
    `data:text/html,https://relay.example/${aa}`,
    `blob:https://relay.example/${aa}`,
    `chrome-extension://abcdef/${aa}`,
    `file:///${aa}`,
    `https:///${aa}`,
    `https:/relay.example/${aa}`,
    `https:\\\\relay.example\\${aa}`,
    `https://user:password@relay.example/${aa}`,
    `https://relay.example@evil.example/${aa}`,
    `https://relay.example:99999/${aa}`,
    `https://re lay.example/${aa}`,
    `https://relay.example\n/${aa}`,
    `look: ${RELAY}/${aa}`,
    `"${RELAY}/${aa}"`,
    '\0',
    '\ud800',
    '𒀀'.repeat(100),
  ])('is not what stands in %j', (text) => {
    expect(parseLink(text)).toMatchObject({ problem: 'not-a-link' });
  });

  test.each([
    `${RELAY}/`,
    `${RELAY}/hello`,
    `${RELAY}/${aa.slice(1)}`,
    `${RELAY}/${aa}a`,
    `${RELAY}/${aa.toUpperCase()}`,
    `${RELAY}/${aa.slice(2)}%61%61`,
    `${RELAY}/#${aa}`,
    `${RELAY}/?${aa}`,
  ])('needs an address after its relay: %j', (text) => {
    expect(parseLink(text)).toMatchObject({ problem: 'bad-address' });
  });

  test.each([
    `${RELAY}/x/${aa}`,
    `${RELAY}//${aa}`,
    `${RELAY}/${aa}/x`,
    `${RELAY}/../${aa}`,
    `${RELAY}/${aa}//`,
  ])('has nothing but the address in its path: %j', (text) => {
    expect(parseLink(text)).toHaveProperty('problem');
  });

  test.each([
    ['empty', ''],
    ['31 bytes', encodeBase64url(key.subarray(1))],
    ['33 bytes', encodeBase64url(new Uint8Array(33))],
    ['padded', `${k}=`],
    ['in plain base64', k.replaceAll('-', '+').replaceAll('_', '/')],
    ['not canonical', `${'A'.repeat(42)}B`],
    ['cut short', k.slice(0, -1)],
    ['in hex', 'fb'.repeat(32)],
    ['a sentence', 'my secret'],
  ])('whose key or capability is none says so instead of showing noise: %s', (_, text) => {
    for (const name of ['k', 'b']) {
      expect(parseLink(`${RELAY}/${aa}#${name}=${text}&n=a.txt`)).toMatchObject({
        problem: 'bad-key',
        rest: { ...plain, name: 'a.txt' },
      });
    }
  });

  test('with a key and a capability is none', () => {
    const rest = plain;
    expect(parseLink(`${RELAY}/${aa}#k=${k}&b=${k}`)).toMatchObject({ problem: 'bad-key', rest });
  });

  test('says in a sentence what was expected', () => {
    for (const text of ['x', `${RELAY}/x`, `${RELAY}/${aa}#k=x`]) {
      expect(parseLink(text)).toHaveProperty('message', expect.stringContaining('expected '));
    }
  });

  test('of great length is read in a moment', () => {
    // Other processes must not make it late, so the clock is this process's own.
    const before = process.cpuUsage();
    for (const piece of ['a', '/', '://', '#', '&', '%', '=', 'a.', ':', ' ', '%E4%']) {
      const many = piece.repeat(200_000);
      parseLink(many);
      parseLink(`https://${many}`);
      parseLink(`${RELAY}/${many}`);
      parseLink(`${RELAY}/${aa}#${many}`);
      parseLink(`${RELAY}/${aa}#r=${many}`);
      parseLink(`${RELAY}/${aa}#t=${many}`);
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });
});

describe('the canonical text of a link', () => {
  test('of a public text page is relay and address alone', () => {
    expect(formatLink(plain)).toBe(`${RELAY}/${aa}`);
    expect(formatLink({ ...plain, mediaType: 'text/plain' })).toBe(`${RELAY}/${aa}`);
    expect(mediaTypeOf(plain)).toBe('text/plain');
    expect(mediaTypeOf({ mediaType: 'text/html' })).toBe('text/html');
  });

  test('has its params in one order, readable where that is safe', () => {
    const link: Link = {
      relays: ['https://b.example', 'http://localhost:4001'],
      expires: 1_767_225_600,
      name: 'a b&c=d+e#f/ü.md',
      mediaType: 'text/markdown',
      key,
      address: aa,
      relay: RELAY,
    };
    expect(formatLink(link)).toBe(
      `${RELAY}/${aa}#k=${k}&t=text/markdown&n=a+b%26c%3Dd%2Be%23f/%C3%BC.md&x=1767225600` +
        '&r=https://b.example&r=http://localhost:4001',
    );
    expect(parseLink(formatLink(link))).toEqual(link);
  });

  test('of any way to write a link is the same', () => {
    const canonical = `${RELAY}/${aa}#t=text/html&n=a+b`;
    for (const text of [
      canonical,
      ` HTTPS://RELAY.EXAMPLE:443/${aa}/?q#n=a%20b&t=TEXT%2fHTML&zz=1 `,
      `${RELAY}/${aa}#t=text/html&t=image/png&n=a b&x=soon`,
    ]) {
      const link = parseLink(text);
      expect(isLinkProblem(link) ? link : formatLink(link)).toBe(canonical);
    }
  });

  test('is understood by any URL parser: fragment params are URL search params', () => {
    const link: Link = { ...plain, name: "ü & ~'()*!", mediaType: 'text/html', expires: 5 };
    const url = new URL(formatLink(link));
    const params = new URLSearchParams(url.hash.slice(1));
    expect(url.origin + url.pathname).toBe(`${RELAY}/${aa}`);
    expect(Object.fromEntries(params)).toEqual({ n: link.name, t: 'text/html', x: '5' });
  });

  test('replaces half a surrogate pair in a name rather than fail', () => {
    expect(parseLink(formatLink({ ...plain, name: 'a\ud800b' }))).toHaveProperty(
      'name',
      'a\ufffdb',
    );
  });
});

describe('for any link', () => {
  const anyOrigin = fc
    .tuple(
      fc.constantFrom('http', 'https'),
      fc.oneof(fc.domain(), fc.ipV4(), fc.constant('localhost'), fc.constant('[::1]')),
      fc.nat({ max: 65_535 }),
    )
    .map(([scheme, host, port]) => parseOrigin(`${scheme}://${host}:${port}`) ?? 'http://x');
  const mimeWord = fc.stringMatching(/^[a-z0-9!#$&^_.+-]{1,64}$/);
  const anyMediaType = fc
    .tuple(mimeWord, mimeWord, fc.constantFrom('', ';charset=utf-8', '; a="b c"'))
    .map(([type, subtype, rest]) => `${type}/${subtype}${rest}`)
    .filter((type) => type !== 'text/plain');
  const anyName = fc.string({ unit: 'grapheme', minLength: 1 }).map((name) => name.toWellFormed());

  const anyLink: fc.Arbitrary<Link> = fc.record(
    {
      relay: anyOrigin,
      address: anyAddress,
      relays: fc.uniqueArray(anyOrigin, { maxLength: 3 }),
      key: anyBytes(32),
      mediaType: anyMediaType,
      name: anyName,
      expires: fc.nat({ max: 999_999_999_999 }),
    },
    { requiredKeys: ['relay', 'address', 'relays'] },
  );

  test('what was formatted is parsed as it was', () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        expect(parseLink(formatLink(link))).toEqual(link);
      }),
      { numRuns: 500 },
    );
  });

  /** A link with one piece of its text replaced. */
  const anyMutated = fc
    .tuple(anyLink.map(formatLink), fc.nat(), fc.nat({ max: 8 }), fc.string({ unit: 'binary' }))
    .map(([text, at, length, piece]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + piece + text.slice(start + length);
    });
  const anyFragment = fc
    .array(
      fc.tuple(
        fc.constantFrom('k', 'b', 't', 'n', 'x', 'r', 'zz'),
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.nat().map(String), anyMediaType),
      ),
    )
    .map((params) => `${RELAY}/${aa}#${params.map((param) => param.join('=')).join('&')}`);

  test('any string is a link or a typed reason why not, and its canonical text is stable', () => {
    const problems = ['not-a-link', 'bad-address', 'bad-key'];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl({ withFragments: true, withQueryParameters: true }),
          anyMutated,
          anyFragment,
        ),
        (text) => {
          const link = parseLink(text);
          if (isLinkProblem(link)) expect(problems).toContain(link.problem);
          else expect(parseLink(formatLink(link))).toEqual(link);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
