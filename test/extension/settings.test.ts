import { expect, test, vi } from 'vitest';
import {
  addKnownRelay,
  changeRelay,
  DEFAULT_SETTINGS,
  knownRelays,
  onSettings,
  readSettings,
  writeSettings,
} from '../../extension/store/settings.ts';
import { ELSEWHERE, HOME } from './scene.ts';

test('a fresh installation uses the relay it was built for', async () => {
  expect(await readSettings()).toEqual(DEFAULT_SETTINGS);
  expect(DEFAULT_SETTINGS.relay).toBe(HOME);
});

test('what was written is read, and the rest stays', async () => {
  await writeSettings({ draft: { text: 'hello', mediaType: 'text/markdown' } });
  await writeSettings({ relay: ELSEWHERE });
  expect(await readSettings()).toMatchObject({ relay: ELSEWHERE, draft: { text: 'hello' } });
});

test('the relay in use and those met are known, each once', async () => {
  await addKnownRelay(ELSEWHERE);
  await addKnownRelay(ELSEWHERE);
  await addKnownRelay(HOME);
  expect(knownRelays(await readSettings())).toEqual([HOME, ELSEWHERE]);
});

test('the relays used before stay known', async () => {
  await changeRelay('https://third.example');
  await changeRelay(ELSEWHERE);
  const settings = await readSettings();
  expect(settings.relay).toBe(ELSEWHERE);
  expect(knownRelays(settings)).toEqual([ELSEWHERE, 'https://third.example', HOME]);
});

test('a listener hears of the settings it named, until it stops', async () => {
  const heard = vi.fn<() => void>();
  const stop = onSettings(['relay'], heard);
  await writeSettings({ draft: DEFAULT_SETTINGS.draft });
  expect(heard).not.toHaveBeenCalled();
  await writeSettings({ relay: ELSEWHERE });
  expect(heard).toHaveBeenCalledOnce();
  stop();
  await writeSettings({ relay: HOME });
  expect(heard).toHaveBeenCalledOnce();
});
