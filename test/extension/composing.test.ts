import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../extension/store/settings.ts';
import { Composing } from '../../extension/ui/draft-state.ts';

const KEPT = {
  draft: { ...DEFAULT_SETTINGS.draft, text: 'written yesterday' },
  isSealed: !DEFAULT_SETTINGS.isSealed,
  opens: 'any' as const,
  keepsAtHome: true,
};

test('what was being written is there again', () => {
  const composing = new Composing();
  composing.load(KEPT);
  expect(composing.draft.value).toEqual(KEPT.draft);
  expect(composing.isSealed.value).toBe(KEPT.isSealed);
});

test('what is begun before it is there stays', () => {
  const composing = new Composing();
  const begun = { ...DEFAULT_SETTINGS.draft, text: 'written now' };
  composing.setDraft(begun);
  composing.load(KEPT);
  expect(composing.draft.value).toEqual(begun);
  expect(composing.isSealed.value).toBe(KEPT.isSealed);
});
