/** Every file that a document of this repository names or links to exists. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../relay/build.ts';

const DOCUMENTS = globSync(['*.md', '{relay,extension}/*.md', '{relay,extension}/*/*.md'], {
  cwd: ROOT,
});

/** Made by a build, so a fresh clone lacks it. */
const BUILT = /^(\.output|relay\/web\/dist)\b/;

function pathsNamed(text: string): string[] {
  const names = [...text.matchAll(/`((?:relay|extension|test|\.ci|\.output)\/[\w./-]*)`/g)];
  return names.map(([, path = '']) => path).filter((path) => !BUILT.test(path));
}

function linkTargets(text: string): string[] {
  const links = text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g);
  return [...links].map(([, target = '']) => target);
}

/** The anchors of a document's headings, as GitHub writes them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');

  test('names only files that exist', () => {
    expect(pathsNamed(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('links only to files and headings that exist', () => {
    const broken = linkTargets(text).filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path ? join(ROOT, dirname(document), path) : join(ROOT, document);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchors(readFileSync(file, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
