// @vitest-environment happy-dom
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import {
  RelaySettings,
  type RelaySettingsProps,
} from '../../extension/ui/options/relay-settings.tsx';
import type { RelayView } from '../../extension/messages.ts';
import { hide, press, show } from './screen.ts';

const ALICES = 'https://alice.example';
const BOBS = 'https://bob.example';
const CAROLS = 'https://carol.example';

afterEach(hide);

function sightOf(relay: string, also: Partial<RelayView> = {}): RelayView {
  const connection = { state: 'open', limits: DEFAULT_LIMITS, takesNotes: true } as const;
  return { relay, connection, heldCount: 0, isKnown: true, opensLinks: true, ...also };
}

/** The settings of a user with these relays; they do what the test says. */
async function settings(own: readonly RelayView[], also: Partial<RelaySettingsProps> = {}) {
  const props: RelaySettingsProps = {
    sight: { own, others: [] },
    announceAt: 'first',
    trial: { state: 'none' },
    onAnnounceAt: vi.fn<() => void>(),
    onMove: (relay, place) => {
      const moved = own.filter((one) => one.relay === relay);
      void settings(own.filter((one) => one.relay !== relay).toSpliced(place, 0, ...moved));
    },
    onRemove: (relay) => void settings(own.filter((one) => one.relay !== relay)),
    onOpenLinks: vi.fn<() => void>(),
    onTry: vi.fn<() => void>(),
    onAddAnyway: vi.fn<() => void>(),
    onAdd: vi.fn<() => void>(),
    onForget: vi.fn<() => void>(),
    ...also,
  };
  return show(<RelaySettings {...props} />);
}

function named(name: string): HTMLButtonElement {
  const found = document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);
  if (!found) throw new Error(`expected a button for ${name}`);
  return found;
}

const order = () =>
  [...document.querySelectorAll('ol .relay-name strong')].map((one) => one.textContent);
const focused = () => document.activeElement?.getAttribute('aria-label');
const said = () => document.querySelector('p[role=status]')?.textContent;

async function pressNamed(name: string): Promise<void> {
  await act(async () => {
    named(name).focus();
    named(name).click();
  });
}

test('a relay that is moved keeps the focus, as far as it can go on, and is told of', async () => {
  await settings([ALICES, BOBS, CAROLS].map((relay) => sightOf(relay)));
  await pressNamed(`Move up: ${CAROLS}`);
  expect(order()).toEqual([ALICES, CAROLS, BOBS]);
  expect(focused()).toBe(`Move up: ${CAROLS}`);
  expect(said()).toBe(`${CAROLS} is now 2 of 3.`);
  await pressNamed(`Move up: ${CAROLS}`);
  expect(order()).toEqual([CAROLS, ALICES, BOBS]);
  expect(focused()).toBe(`Move down: ${CAROLS}`);
  expect(said()).toBe(`${CAROLS} is now the default relay.`);
  await pressNamed(`Make default: ${BOBS}`);
  expect(order()).toEqual([BOBS, CAROLS, ALICES]);
});

test('of a relay that is removed is said what stays there', async () => {
  await settings([sightOf(ALICES), sightOf(BOBS, { heldCount: 3 })]);
  await pressNamed(`Remove: ${BOBS}`);
  expect(order()).toEqual([ALICES]);
  expect(said()).toBe(`${BOBS} was removed. Readers still find 3 of your pages there.`);
  expect(document.activeElement?.textContent).toBe('Relays');
});

test('with one relay there is nothing to order, to remove or to choose from', async () => {
  const body = await settings([sightOf(ALICES)]);
  expect(body.querySelector('[data-act]')).toBeNull();
  expect(body.querySelector('fieldset')).toBeNull();
});

test('each relay says how it is', async () => {
  const waiting = { state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' } as const;
  const body = await settings([
    sightOf(ALICES, { heldCount: 1 }),
    sightOf(BOBS, { connection: waiting, opensLinks: false }),
  ]);
  const [alices, bobs] = body.querySelectorAll('.relay');
  expect(alices?.textContent).toContain('Connectedpages up to 30 MB1 of your pages');
  expect(bobs?.textContent).toContain('Not reachable, trying again');
  expect(bobs?.textContent).toContain('Its links open in its own page.');
});

test.each([
  ['unreachable', 'Nothing answers', true],
  ['no-relay', 'is not a relay', false],
  ['wrong-protocol', 'does not speak the language', false],
] as const)('what is %s is not added without more ado', async (problem, words, isOffered) => {
  const trial = { state: 'failed', relay: BOBS, problem } as const;
  const body = await settings([sightOf(ALICES)], { trial });
  expect(body.querySelector('#relay-outcome')?.textContent).toContain(words);
  expect(body.textContent.includes('Add it anyway')).toBe(isOffered);
});

test('relays that were met are made the own ones, or forgotten', async () => {
  const onAdd = vi.fn<(relay: string) => void>();
  const onForget = vi.fn<(relay: string) => void>();
  const others = [sightOf(BOBS), sightOf(CAROLS, { isKnown: false, heldCount: 2 })];
  const body = await settings([], { sight: { own: [sightOf(ALICES)], others }, onAdd, onForget });
  await press('Add');
  await press('Forget');
  expect(onAdd).toHaveBeenCalledWith(BOBS);
  expect(onForget).toHaveBeenCalledWith(BOBS);
  expect(body.textContent.match(/Forget/g)).toHaveLength(1);
});
