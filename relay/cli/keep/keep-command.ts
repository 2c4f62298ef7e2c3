/** `mayfly keep`, and the commands that look after what a keeper keeps. */
import { resolve } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { formatBytes } from '../../words/index.ts';
import { relaysOf } from '../reached-relays.ts';
import type { Report } from '../report.ts';
import { askKeeper } from './control-socket.ts';
import { Keeper } from './keeper.ts';
import type { Listing, ListedOrder, LocalRequest } from './local-desk.ts';

export interface KeepOptions {
  readonly dir: string;
  /** Bytes. */
  readonly max: number;
  readonly relay: readonly string[];
  /** Bytes a second. */
  readonly uploadRate?: number;
}

export interface KeepRun {
  readonly options: KeepOptions;
  readonly report: Report;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Runs until it is stopped. */
export async function keep({ options, report, signal }: KeepRun): Promise<void> {
  const folder = resolve(options.dir);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => stop());
  const keeper = await Keeper.start({
    folder,
    maxBytes: options.max,
    uploadRate: options.uploadRate,
    relays: relaysOf(options.relay),
    onConnected: (relay) => report.event({ type: 'connected', relay }, `Connected to ${relay}.`),
    onLost: (relay) =>
      report.event({ type: 'lost', relay }, `No relay answers at ${relay}. It tries again.`),
    onKept: (address) => report.event({ type: 'kept', address }),
    onGone: (address) => report.event({ type: 'gone', address }),
    onProblem: (address, message) =>
      report.event({ type: 'problem', address, message }, `${shortened(address)}: ${message}`),
  });
  try {
    await tellStart(folder, keeper, report);
    if (!signal.aborted) await stopped;
  } finally {
    await keeper.close();
  }
  report.event({ type: 'done' });
}

export async function listKept(run: KeepRun): Promise<void> {
  const { report } = run;
  const listing = (await ask(run, { type: 'ls' })) as Listing;
  for (const order of listing.orders) {
    report.event({ type: 'listed', order });
    await report.result(lineOf(order));
  }
  const bytes = listing.usedBytes;
  report.event({ type: 'done', bytes }, roomText(listing));
}

export async function removeKept(addresses: readonly string[], run: KeepRun): Promise<void> {
  await ask(run, { type: 'rm', addresses });
  run.report.event({ type: 'done' }, 'Deleted.');
}

/** Shows the code with which a browser asks this keeper. */
export async function pair(run: KeepRun): Promise<void> {
  const { report, options } = run;
  const [relay = ''] = relaysOf(options.relay);
  const { code } = (await ask(run, { type: 'pair', relay })) as { code: string };
  report.say('Paste this code in the options of the extension. Whoever has it may add and delete');
  report.say('pages here, and can read none.\n');
  await report.result(code);
  report.say(`\n${renderUnicodeCompact(code, { border: 2 })}`);
  report.event({ type: 'done' });
}

/** Asks the keeper that runs, or looks into the folder itself. */
async function ask({ options }: KeepRun, request: LocalRequest): Promise<unknown> {
  const folder = resolve(options.dir);
  const answer = await askKeeper(folder, request);
  if (answer !== undefined) return answer;
  const keeper = await Keeper.start({ folder, maxBytes: options.max, relays: [] });
  try {
    return await keeper.answer(request);
  } finally {
    await keeper.close();
  }
}

async function tellStart(folder: string, keeper: Keeper, report: Report): Promise<void> {
  const listing = (await keeper.answer({ type: 'ls' } satisfies LocalRequest)) as Listing;
  const { pages, usedBytes: bytes, maxBytes: room } = listing;
  report.event({ type: 'keeping', folder, pages, bytes, room }, roomText(listing));
}

function roomText({ pages, usedBytes, maxBytes, damaged }: Listing): string {
  const count = pages === 1 ? '1 page' : `${pages} pages`;
  const room = `Keeps ${count}: ${formatBytes(usedBytes)} of ${formatBytes(maxBytes)}.`;
  return damaged === 0
    ? room
    : `${room} Orders that cannot be read: ${damaged}. Their pages stay on the disk, and nobody gets them.`;
}

function lineOf({ address, state, bytes, pages, until }: ListedOrder): string {
  const count = pages === 1 ? '' : `${pages} pages`;
  const end = until === undefined ? '' : `until ${new Date(until * 1000).toISOString()}`;
  const cells = [shortened(address), state.padEnd(6), formatBytes(bytes).padStart(9), count, end];
  return cells.filter((cell) => cell !== '').join('  ');
}

/** Enough digits to name it. */
function shortened(address: string): string {
  return address.slice(0, 16);
}
