import { describe, expect, test } from 'vitest';
import { BundleError, parseManifest, problemOfPath } from '../../../relay/client/bundle/index.ts';
import { REFUSED_MANIFESTS, shownManifests } from '../../journeys/hostile/manifests.ts';

function problemOf(bytes: Uint8Array): string | undefined {
  try {
    parseManifest(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof BundleError) return error.problem;
    throw error;
  }
}

describe('a hostile manifest', () => {
  test.each(REFUSED_MANIFESTS)('is refused: $name', ({ bytes, problem }) => {
    expect(problemOf(bytes)).toBe(problem);
  });

  test.each(shownManifests('http://spy.test'))('is harmless to read: $name', ({ bytes }) => {
    for (const { path } of parseManifest(bytes).entries) {
      expect(problemOfPath(path)).toBeUndefined();
    }
  });

  test('says why in a few words, however long its own are', () => {
    for (const { bytes } of REFUSED_MANIFESTS) {
      expect(() => parseManifest(bytes)).toThrow(/^.{1,250}$/su);
    }
  });
});
