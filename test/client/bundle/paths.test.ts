import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clashOf, problemOfPath, sharedPaths } from '../../../relay/client/bundle/paths.ts';

describe('a path is taken', () => {
  test.each([
    'a',
    'notes.txt',
    '.gitignore',
    'folder/.hidden/file',
    'Grüße/Straße.md',
    '写真/東京.jpg',
    'صور/رحلة.png',
    'नमस्ते.txt',
    'שלום/קובץ.txt',
    'con-tents',
    'console.log',
    'com10.txt',
    'lpt.txt',
    'a b/c d.txt',
    'two..dots',
    '...three',
    'emoji 👩‍👩‍👧.txt',
    "O'Neil & sons (2) [final] {x} #1 100%.txt",
    `${'n'.repeat(251)}.txt`,
    Array.from({ length: 33 }, () => 'd').join('/'),
  ])('%j', (path) => {
    expect(problemOfPath(path)).toBeUndefined();
  });
});

describe('a path is refused', () => {
  test.each([
    ['', 'an empty name'],
    ['/', 'an empty name'],
    ['/etc/passwd', 'an empty name'],
    ['a//b', 'an empty name'],
    ['a/', 'an empty name'],
    ['.', 'a dot or a space at the end of a name'],
    ['..', 'a dot or a space at the end of a name'],
    ['../secret', 'a dot or a space at the end of a name'],
    ['a/../../b', 'a dot or a space at the end of a name'],
    ['a/./b', 'a dot or a space at the end of a name'],
    ['end.', 'a dot or a space at the end of a name'],
    ['end /file', 'a dot or a space at the end of a name'],
    ['..\\windows', 'a backslash or a colon'],
    ['C:\\x', 'a backslash or a colon'],
    ['C:x', 'a backslash or a colon'],
    ['file:stream', 'a backslash or a colon'],
    ['a\0b', 'a control character or a mark of direction'],
    ['a\nb', 'a control character or a mark of direction'],
    ['a\u007Fb', 'a control character or a mark of direction'],
    ['a\u0085b', 'a control character or a mark of direction'],
    ['photo\u202Egpj.exe', 'a control character or a mark of direction'],
    ['a\u2066b', 'a control character or a mark of direction'],
    ['a\u200Fb', 'a control character or a mark of direction'],
    ['a\u2028b', 'a control character or a mark of direction'],
    ['con', 'the name of a device'],
    ['folder/NUL', 'the name of a device'],
    ['Aux.txt', 'the name of a device'],
    ['com1', 'the name of a device'],
    ['LPT9.tar.gz', 'the name of a device'],
    ['com¹.txt', 'the name of a device'],
    ['CONIN$', 'the name of a device'],
    ['nul .txt', 'the name of a device'],
    ['e\u0301', 'another form than NFC'],
    ['\uD800', 'half of a character'],
    ['n'.repeat(256), 'a name of more than 255 bytes'],
    ['ü'.repeat(128), 'a name of more than 255 bytes'],
    [Array.from({ length: 6 }, () => 'n'.repeat(200)).join('/'), 'more than 1024 bytes'],
    [Array.from({ length: 34 }, () => 'd').join('/'), 'more than 32 folders'],
  ])('%j', (path, problem) => {
    expect(problemOfPath(path)).toBe(problem);
  });
});

describe('two paths clash', () => {
  test.each([
    ['a.txt', 'A.TXT'],
    ['straße', 'STRASSE'],
    ['ς', 'σ'],
    ['a', 'a/b'],
    ['A/b', 'a'],
    ['Ä', 'ä'],
    ['same', 'same'],
  ])('%j and %j', (one, other) => {
    expect([one, other]).toContain(clashOf([one, other]));
    expect([one, other]).toContain(clashOf(['before', other, 'between', one]));
  });

  test('but not two files of one folder, in whichever case', () => {
    expect(clashOf(['a/b', 'A/c', 'a/d/e', 'b'])).toBeUndefined();
  });
});

describe('files are shared', () => {
  test.each([
    [
      ['a.txt', 'b/c.txt'],
      ['a.txt', 'b/c.txt'],
    ],
    [
      ['photo.jpg', 'PHOTO.JPG'],
      ['photo.jpg', 'PHOTO (2).JPG'],
    ],
    [
      ['/leading', 'double//slash'],
      ['leading', 'double/slash'],
    ],
    [
      ['12:30.txt', 'back\\slash'],
      ['12_30.txt', 'back_slash'],
    ],
    [
      ['con', 'nul.txt'],
      ['_con', '_nul.txt'],
    ],
    [
      ['end.', 'two. .'],
      ['end_', 'two_'],
    ],
    [['e\u0301.txt'], ['é.txt']],
    [['..'], ['_']],
    [
      ['', ''],
      ['_', '_ (2)'],
    ],
    [
      ['a', 'a/b', 'a/c'],
      ['a', 'a (2)/b', 'a (2)/c'],
    ],
    [
      ['a/b', 'A/c'],
      ['a/b', 'a/c'],
    ],
    [
      ['a/b', 'a'],
      ['a/b', 'a (2)'],
    ],
  ])('%j under paths that a bundle may have', (paths, shared) => {
    expect(sharedPaths(paths)).toEqual(shared);
  });

  test('whatever they are called, under safe paths that are all different', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('con', 'NUL.txt', '..', '.', ' ', 'a', 'A', 'a.', 'e\u0301', 'é', '\uD800'),
    );
    const path = fc.array(name, { minLength: 1, maxLength: 40 }).map((names) => names.join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), (paths) => {
        const shared = sharedPaths(paths);
        expect(shared).toHaveLength(paths.length);
        expect(shared.map(problemOfPath)).toEqual(paths.map(() => undefined));
        expect(clashOf(shared)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
