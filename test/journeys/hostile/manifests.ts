/** Hostile manifests: each is refused with a reason, or names nothing that does harm where it is shown. */
import { BUNDLE_TYPE, type BundleProblem } from '../../../relay/client/bundle/index.ts';
import { type Address, isAddress } from '../../../relay/protocol/index.ts';
import { SCRIPTS } from './scripts.ts';
import { type HostilePage, type Vectors, arm, pageOf } from './vectors.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface HostileManifest {
  readonly name: string;
  readonly bytes: Bytes;
  /** The reason of the refusal; undefined for a manifest that is read. */
  readonly problem?: BundleProblem;
}

interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly type: string;
  readonly at: number;
}

const MIB = 1024 * 1024;
const TYPE = 'text/plain';
/** Far more than one part, and little enough that nobody minds. */
const PART = 10;

/** Nobody holds these. */
const lost = (n: number): Address => {
  const address = n.toString(16).padStart(64, '0');
  if (!isAddress(address)) throw new Error(`expected an address, got ${address}`);
  return address;
};
const partsFor = (bytes: number, partBytes = PART): readonly Address[] =>
  Array.from({ length: Math.ceil(bytes / partBytes) }, (_, n) => lost(n + 1));

const encode = (text: string): Bytes => new TextEncoder().encode(text);

/** A manifest of these entries, as it would be without what `changes` says. */
function manifestOf(entries: readonly Entry[], changes: Record<string, unknown> = {}): Bytes {
  const last = entries.at(-1);
  const parts = partsFor(last ? last.at + last.bytes : 0);
  return encode(JSON.stringify({ version: 1, partBytes: PART, parts, entries, ...changes }));
}

const one = (path: string, more: Partial<Entry> = {}): Entry => ({
  path,
  bytes: 5,
  type: TYPE,
  at: 0,
  ...more,
});

/** Empty files with these paths, sorted as a manifest must be. */
function named(paths: readonly string[], type = TYPE): readonly Entry[] {
  const sorted = paths.toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.map((path) => one(path, { bytes: 0, type }));
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Those that lie about their bytes. */
const LIES: readonly HostileManifest[] = [
  {
    name: 'an overlap',
    problem: 'bad-entries',
    bytes: manifestOf([one('a'), one('b', { at: 4 })]),
  },
  { name: 'a gap', problem: 'bad-entries', bytes: manifestOf([one('a'), one('b', { at: 6 })]) },
  {
    name: 'two files on the same bytes',
    problem: 'bad-entries',
    bytes: manifestOf([one('a'), one('b')]),
  },
  {
    name: 'a negative length',
    problem: 'bad-entries',
    bytes: manifestOf([one('a', { bytes: -5 })], { parts: [] }),
  },
  {
    name: 'a length past every number',
    problem: 'bad-entries',
    bytes: encode(
      `{"version":1,"partBytes":10,"parts":[],"entries":[{"path":"a","bytes":1e999,"type":"${TYPE}","at":0}]}`,
    ),
  },
  {
    name: 'a file of a petabyte without a part',
    problem: 'too-large',
    bytes: manifestOf([], { entries: [one('a', { bytes: 2 ** 50 })] }),
  },
  {
    name: 'a file of 64 GiB in parts of a byte',
    problem: 'too-large',
    bytes: manifestOf([], { partBytes: 1, entries: [one('a', { bytes: 64 * 1024 * MIB })] }),
  },
  {
    name: 'parts missing',
    problem: 'bad-parts',
    bytes: manifestOf([one('a', { bytes: 25 })], { parts: partsFor(15) }),
  },
  {
    name: 'parts beyond the content',
    problem: 'bad-parts',
    bytes: manifestOf([one('a')], { parts: partsFor(25) }),
  },
  {
    name: 'a part that is no address',
    problem: 'bad-parts',
    bytes: manifestOf([one('a')], { parts: ['../../etc/passwd'] }),
  },
];

/** Those that cost much to read, if anybody lets them. */
const BOMBS: readonly HostileManifest[] = [
  {
    name: 'a billion entries, it says',
    problem: 'bad-entries',
    bytes: encode('{"version":1,"partBytes":10,"parts":[],"entries":{"length":1000000000}}'),
  },
  {
    name: 'more entries than allowed',
    problem: 'too-large',
    bytes: manifestOf(named(numbers(100_001).map(String))),
  },
  {
    name: 'millions of entries that are nothing',
    problem: 'too-large',
    bytes: encode(`{"version":1,"partBytes":10,"parts":[],"entries":[${'0,'.repeat(4_000_000)}0]}`),
  },
  {
    name: 'lists in lists',
    problem: 'not-a-bundle',
    bytes: encode(`{"entries":${'['.repeat(8 * MIB)}`),
  },
  { name: 'records in records', problem: 'not-a-bundle', bytes: encode('{"a":'.repeat(2 * MIB)) },
  {
    name: 'a number of a million digits',
    problem: 'not-a-bundle',
    bytes: encode(`{"version":${'9'.repeat(MIB)}`),
  },
  {
    name: 'a name of four million characters',
    problem: 'bad-path',
    bytes: manifestOf([one('x'.repeat(4 * MIB))]),
  },
  {
    name: 'a name of a million marks on one letter',
    problem: 'bad-path',
    bytes: manifestOf([one(`a${'\u0316\u0301'.repeat(MIB)}`)]),
  },
  {
    name: 'a path of a million folders',
    problem: 'bad-path',
    bytes: manifestOf([one('a/'.repeat(MIB) + 'a')]),
  },
  { name: 'only escapes', problem: 'not-a-bundle', bytes: encode(`"${'\\u0000'.repeat(2 * MIB)}`) },
  {
    name: 'more bytes than allowed',
    problem: 'too-large',
    bytes: new Uint8Array(17 * MIB).fill(0x20),
  },
];

const BAD_PATHS: Readonly<Record<string, string>> = {
  'a path that climbs': '../../.bashrc',
  'a path that climbs from a folder': 'a/../../.bashrc',
  'a path from the root': '/etc/passwd',
  'a path of a drive': 'C:/Windows/system.ini',
  'a path of a share': '\\\\host\\share\\file',
  'a stream of a file': 'readme.txt:hidden',
  'a path with an empty name': 'a//b',
  'a path that ends with a slash': 'a/',
  'a name that is cut by a NUL': 'picture.png\0.exe',
  'a name of two lines': 'a\nb',
  'a name that colours a terminal': '\u001B[31mred',
  'a name that is turned round': 'photo\u202Egnp.exe',
  'a name isolated from its ending': '\u2067photo.png\u2069.exe',
  'a name with an unseen mark': 'photo.png\u200F.exe',
  'a name with a break of line': 'a\u2028b',
  'the name of a device': 'folder/CON.txt',
  'a name that ends with a dot': 'photo.png.',
  'a name that ends with a space': 'photo.png ',
  'half of a character': 'a\uD83D',
  'another form than NFC': 'u\u0308ber',
  'a name of 256 bytes': 'ä'.repeat(128),
  'a path of 33 folders': 'a/'.repeat(33) + 'a',
};

const PATHS: readonly HostileManifest[] = [
  ...Object.entries(BAD_PATHS).map(([name, path]) => {
    return { name, problem: 'bad-path', bytes: manifestOf([one(path)]) } as const;
  }),
  {
    name: 'two files that are one where case is ignored',
    problem: 'bad-path',
    bytes: manifestOf(named(['README', 'readme'])),
  },
  { name: 'a file inside a file', problem: 'bad-path', bytes: manifestOf(named(['a', 'a/b'])) },
  {
    name: 'a type of two lines',
    problem: 'bad-entries',
    bytes: manifestOf([one('a', { type: 'text/plain\r\nSet-Cookie: a=b' })]),
  },
  {
    name: 'a type that closes a quote',
    problem: 'bad-entries',
    bytes: manifestOf([one('a', { type: '"><script>' })]),
  },
];

/** Refused, all of them. */
export const REFUSED_MANIFESTS: readonly HostileManifest[] = [...LIES, ...BOMBS, ...PATHS];

const IN_NAMES: Vectors = {
  'an element': '<img src=x onerror=RUN>.png',
  'the end of an attribute': '" autofocus onfocus=RUN x=".txt',
  'the end of a title': '<!-- --></title></textarea></style></script><script>RUN<!-- -->.html',
  'a template': '{{constructor.constructor(`RUN`)()}}${RUN}.md',
  'a script as an address': 'javascript&colon;RUN.html',
  'a formula': '=HYPERLINK(`SPY`)+cmd|calc!A0.csv',
};

/** A name can hold neither a colon nor more than 255 bytes, nor a slash that is no folder. */
function asName(source: string): string {
  return source
    .replaceAll(/[:\\]/g, '_')
    .replaceAll('/', '\u2215')
    .slice(0, 200)
    .replace(/[. ]+$/, '_');
}

/**
 * Some of them as pages: those that cost much, and of the rest one for each reason, which is all that is shown of them.
 * `test/client/bundle/hostile-manifests.test.ts` reads them all.
 */
export function refusedPages(): readonly HostilePage[] {
  const reasons = new Map([...LIES, ...PATHS].map((one) => [one.problem, one]));
  return [...reasons.values(), ...BOMBS].map(asPage);
}

export function shownPages(spy: string): readonly HostilePage[] {
  return shownManifests(spy).map(asPage);
}

/** Those of a size that costs nothing to show. */
export function smallPages(pages: readonly HostilePage[]): readonly HostilePage[] {
  return pages.filter(({ bytes }) => bytes.length < 64 * 1024);
}

function asPage({ name, bytes }: HostileManifest): HostilePage {
  return { name, bytes, mediaType: BUNDLE_TYPE };
}

/** Read and shown, with nothing but text in each name. None of their bytes can be had. */
export function shownManifests(spy: string): readonly HostileManifest[] {
  const marked = Object.entries(IN_NAMES).map(([name, source]) => asName(arm(name, source, spy)));
  const deep = numbers(200).map((n) => `${'d/'.repeat(32)}${n}`);
  const bushy = numbers(2_000).map(
    (n) =>
      numbers(16)
        .map((i) => (n >> i) & 1)
        .join('/') + `/${n}`,
  );
  return [
    { name: 'markup in names', bytes: manifestOf(named(marked, 'text/html')) },
    { name: 'markup in folders', bytes: manifestOf(named(marked.map((name) => `${name}x/a`))) },
    {
      name: 'types that lie',
      bytes: manifestOf(
        [
          'image/png',
          'image/svg+xml',
          'application/x-httpd-php',
          'video/mp4',
          'text/html;x="><b>"',
        ].map((type, n) => one(`${n}.html`, { type, bytes: 0 })),
      ),
    },
    {
      name: 'names that look alike',
      bytes: manifestOf(
        named(['a\u200Bb.txt', 'ab.txt', 'аb.txt', 'photo.png\u00A0\u00A0\u00A0\u00A0.exe']),
      ),
    },
    {
      name: 'names as long as they may be',
      bytes: manifestOf(named(numbers(40).map((n) => `${n}`.padEnd(255, 'W')))),
    },
    {
      name: 'names without a break, wide and high',
      bytes: manifestOf(
        named(
          numbers(40).map((n) =>
            `${n}${'a\u0336\u0353\u0317\u035A\u0323\u033C'.repeat(16)}\u{1242B}\uFDFD`.normalize(
              'NFC',
            ),
          ),
        ),
      ),
    },
    {
      name: 'the names of objects',
      bytes: manifestOf(
        named(['__proto__/a', 'constructor', 'hasOwnProperty/__proto__', 'toString']),
      ),
    },
    { name: 'deep folders', bytes: manifestOf(named(deep)) },
    { name: 'folders in folders, each with two', bytes: manifestOf(named(bushy)) },
    {
      name: 'folders as deep and long as they may be, none of them twice',
      bytes: manifestOf(
        named(
          numbers(15_000).map(
            (n) => `${`${n}`.padStart(30, 'x')}${'/'.padEnd(31, 'y').repeat(31)}`,
          ),
        ),
      ),
    },
    {
      name: 'a hundred thousand empty files',
      bytes: manifestOf(named(numbers(100_000).map((n) => `${n % 300}/${n}`))),
    },
    {
      name: 'a hundred thousand pictures in one folder',
      bytes: manifestOf(
        named(
          numbers(100_000).map((n) => `${n}.png`),
          'image/png',
        ),
      ),
    },
    {
      name: 'a picture of 64 GiB that nobody holds',
      bytes: manifestOf([], {
        partBytes: 4 * MIB,
        parts: partsFor(64 * 1024 * MIB, 4 * MIB),
        entries: [one('a.png', { bytes: 64 * 1024 * MIB, type: 'image/png' })],
      }),
    },
  ];
}

/** Files that are hostile pages, under types that say so and types that lie. */
export function hostileFiles(spy: string): readonly HostilePage[] {
  const source = Object.entries(SCRIPTS)
    .map(([name, script]) => arm(name, script, spy))
    .join('\n');
  const types = [
    'text/html',
    'image/svg+xml',
    'image/png',
    'video/mp4',
    'text/markdown',
    'text/plain',
  ];
  return types.map((mediaType, n) => pageOf(`${n}.html`, source, { mediaType }));
}

/** Those of them that the browser draws in a frame. */
export function drawnFiles(spy: string): readonly HostilePage[] {
  return hostileFiles(spy).filter(({ mediaType }) => /html|svg|markdown/.test(mediaType));
}
