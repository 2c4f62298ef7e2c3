import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepConsent } from '../../extension/background/hold/upload-consent.ts';
import { readSettings, writeSettings } from '../../extension/store/settings.ts';
import { chooseUploads } from '../../extension/ui/upload-choice.ts';

const onRemoved = vi.spyOn(browser.permissions.onRemoved, 'addListener');
onRemoved.mockReturnValue();

function installed(reason: 'install' | 'update') {
  const create = vi.spyOn(browser.tabs, 'create');
  create.mockClear();
  keepConsent();
  void fakeBrowser.runtime.onInstalled.trigger({ reason });
  return create;
}

test('a fresh installation opens the first-run page, where nothing is chosen yet', async () => {
  const create = installed('install');
  await vi.waitFor(() => expect(create).toHaveBeenCalledOnce());
  expect(create).toHaveBeenCalledWith({ url: expect.stringMatching(/\/welcome\.html$/) });
  expect((await readSettings()).uploads).toBe('unasked');
});

test('the first-run page is shown once, though nothing is chosen on it', async () => {
  const create = installed('install');
  await vi.waitFor(() => expect(create).toHaveBeenCalledOnce());
  void fakeBrowser.runtime.onInstalled.trigger({ reason: 'install' });
  await readSettings();
  await readSettings();
  expect(create).toHaveBeenCalledOnce();
});

test('neither an update nor somebody who has answered is asked again', async () => {
  const create = installed('update');
  await writeSettings({ uploads: 'published' });
  void fakeBrowser.runtime.onInstalled.trigger({ reason: 'install' });
  await readSettings();
  expect(create).not.toHaveBeenCalled();
});

test('who takes back in Firefox what they allowed there no longer hands on what was viewed', async () => {
  keepConsent();
  const [removed] = onRemoved.mock.lastCall ?? [];
  await writeSettings({ uploads: 'all' });
  removed?.({ origins: ['https://relay.example/*'] });
  removed?.({ data_collection: ['browsingActivity'] } as object);
  await vi.waitFor(async () => expect((await readSettings()).uploads).toBe('published'));
});

describe('whether what was viewed is handed on too', () => {
  const request = vi.fn<() => Promise<boolean>>();
  beforeEach(() => {
    request.mockReset();
    Reflect.set(browser.permissions, 'request', request);
  });
  afterEach(() => vi.unstubAllEnvs());

  test('is for the user alone to say in Chromium', async () => {
    await chooseUploads('all');
    expect(request).not.toHaveBeenCalled();
    expect((await readSettings()).uploads).toBe('all');
  });

  test.each([
    ['yes', 'all'],
    ['no', 'published'],
  ] as const)('is asked by Firefox again, where a %s counts', async (said, uploads) => {
    vi.stubEnv('BROWSER', 'firefox');
    request.mockResolvedValue(said === 'yes');
    await chooseUploads('all');
    expect(request).toHaveBeenCalledExactlyOnceWith({ data_collection: ['browsingActivity'] });
    expect((await readSettings()).uploads).toBe(uploads);
  });
});
