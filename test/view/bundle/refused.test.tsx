// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import { BUNDLE_TYPE } from '../../../relay/client/bundle/index.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import type { OpenBundle } from '../../../relay/view/bundle/open-bundle.ts';
import { PageViewer } from '../../../relay/view/page-viewer.tsx';
import { OPEN } from '../fake-client.ts';
import { button, hide, show } from '../screen.ts';

const bundle: OpenBundle = {
  state: signal({ held: new Set<number>(), wanted: 0, failed: [] }),
  want: async () => {},
  stop: () => {},
  page: async () => undefined,
};

async function showList(list: string): Promise<HTMLElement> {
  const page = {
    address: 'ab'.repeat(32) as Address,
    mediaType: BUNDLE_TYPE,
    bytes: new TextEncoder().encode(list),
  };
  const reading = { state: 'shown', page } as const;
  const shown = { link: 'http://relay.test/page', holders: 1, connection: OPEN, activity: [] };
  return await show(<PageViewer reading={reading} {...shown} bundle={bundle} />);
}

afterEach(() => {
  hide();
});

test.each([
  ['that is none', 'hello', 'breaks a rule'],
  ['of a newer version', '{"version":2}', 'Update Mayfly'],
])('a list %s is told in a sentence, and can be saved', async (_, list, sentence) => {
  const body = await showList(list);
  await vi.waitFor(() => expect(body.textContent).toContain(sentence));
  expect(button('Save file')).toBeDefined();
});
