// @vitest-environment happy-dom
/** The screen of a picture, without a browser that draws. */
import { t } from '@mayfly/relay/words';
import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import type { PictureLack } from '../../extension/page-forms.ts';
import { EditHistory } from '../../extension/ui/share-page/edit-history.ts';
import type { PictureDraft, PictureState } from '../../extension/ui/share-page/picture-draft.ts';
import { PictureEditor } from '../../extension/ui/share-page/picture-editor.tsx';
import { findButton, hide, press, show } from './screen.ts';

afterEach(hide);

/** A draft in this state, whose file has that many bytes. */
function drafted(state: PictureState, bytes?: number) {
  const take = vi.fn<() => void>();
  const draft = { state: signal(state), bytes: signal(bytes), history: new EditHistory(), take };
  // The editor uses no more of it.
  return { draft: draft as unknown as PictureDraft, history: draft.history, take };
}

function taken(lacks: PictureLack = 'nothing'): PictureState {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 1000, height: 600 });
  return { state: 'taken', canvas, lacks };
}

function area(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-area="${name}"]`);
  if (!found) throw new Error(`expected an area ${name}`);
  return found;
}

function pressKey(name: string, key: string, shiftKey = false): Promise<void> {
  const event = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true });
  return act(() => void area(name).dispatchEvent(event));
}

async function chooseTool(name: string): Promise<void> {
  const labels = [...document.querySelectorAll('label')];
  await act(() => labels.find((label) => label.textContent === name)?.click());
}

test('a picture that was interrupted can be taken again, and one that may not be taken cannot', async () => {
  const interrupted = drafted({ state: 'failed', why: 'interrupted' });
  await show(<PictureEditor picture={interrupted.draft} mostBytes={1} />);
  await press(t('picture_again'));
  expect(interrupted.take).toHaveBeenCalledOnce();
  const unreadable = drafted({ state: 'failed', why: 'unreadable' });
  await show(<PictureEditor picture={unreadable.draft} mostBytes={1} />);
  expect(document.body.textContent).toContain(t('picture_unreadable'));
  expect(findButton(t('picture_again'))).toBeUndefined();
});

test('a picture that is too large, cut, or of no more than was seen says so, and what to do', async () => {
  const { draft } = drafted(taken('end'), 2_000_000);
  await show(<PictureEditor picture={draft} mostBytes={1_000_000} />);
  expect(document.querySelector('[data-kind="problem"]')?.textContent).toMatch(/2 MB.*1 MB.*Crop/);
  expect(document.body.textContent).toContain(t('picture_cut'));
  await show(<PictureEditor picture={drafted(taken('unseen'), 1).draft} mostBytes={9} />);
  expect(document.body.textContent).toContain(t('picture_unseen'));
  await show(<PictureEditor picture={drafted(taken(), 900_000).draft} mostBytes={1_000_000} />);
  expect(document.querySelector('.notice')).toBeNull();
});

test('a part is blacked out, moved, resized and removed by the keyboard alone', async () => {
  const { draft, history } = drafted(taken(), 1);
  await show(<PictureEditor picture={draft} mostBytes={2} />);
  await chooseTool(t('picture_blackOut'));
  await press(t('picture_add'));
  const [made = { left: 0, top: 0, right: 0, bottom: 0 }] = history.kept.value.blacked;
  expect(document.activeElement).toBe(area('0'));
  await pressKey('0', 'ArrowRight');
  await pressKey('0', 'ArrowRight');
  await pressKey('0', 'ArrowDown', true);
  expect(history.kept.value.blacked).toEqual([
    { ...made, left: made.left + 10, right: made.right + 10, bottom: made.bottom + 5 },
  ]);
  await press(t('picture_undo'));
  expect(history.kept.value.blacked).toEqual([made]);
  await pressKey('0', 'Delete');
  expect(history.kept.value.blacked).toEqual([]);
  expect(document.activeElement).toBe(findButton(t('picture_add')));
});

test('a crop changes the told size, and starting over takes everything back', async () => {
  const { draft, history } = drafted(taken(), 5_000);
  await show(<PictureEditor picture={draft} mostBytes={9_000} />);
  await chooseTool(t('picture_crop'));
  await press(t('picture_add'));
  expect(history.kept.value.crop).toBeDefined();
  expect(document.querySelector('.picture-facts')?.textContent).not.toContain('1,000');
  await press(t('picture_startOver'));
  expect(history.kept.value.crop).toBeUndefined();
  expect(document.querySelector('.picture-facts')?.textContent).toContain('1,000');
});
