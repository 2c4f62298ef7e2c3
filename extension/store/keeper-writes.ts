/** Changes to the keepers' tasks, each in one transaction with the records of the pages that they concern. */
import type { Address } from '@mayfly/relay/protocol';
import { inOneChange } from './change.ts';
import type { Change, Database, Keeping, PageRecord } from './database.ts';
import { type KeeperTask, tasksRange } from './keeper-records.ts';

/** Has these keepers keep a page, those that keep it already too: its lifetime may be another now. */
export async function askToKeep(
  change: Change,
  page: PageRecord,
  keepers: readonly Address[] = [],
): Promise<PageRecord> {
  const before = page.keptBy ?? [];
  const known = new Set(before.map(({ keeper }) => keeper));
  const fresh = keepers.filter((keeper) => !known.has(keeper));
  const found = await Promise.all(fresh.map((id) => change.objectStore('keepers').get(id)));
  // The user may have removed one a moment ago.
  const added = fresh.filter((_, i) => found[i] && !found[i].isLeaving);
  if (before.length + added.length === 0) return page;
  const coming = added.map((keeper) => ({ keeper, state: 'coming' as const }));
  const keptBy = [...before, ...coming];
  const tasks = change.objectStore('keeperTasks');
  for (const { keeper } of keptBy) {
    await tasks.put({ keeper, page: page.address, id: crypto.randomUUID(), type: 'keep' });
  }
  return { ...page, keptBy };
}

/** Has the keepers of a deleted page delete it too. */
export async function askToRelease(
  change: Change,
  { address, keptBy = [] }: PageRecord,
): Promise<void> {
  const tasks = change.objectStore('keeperTasks');
  for (const { keeper } of keptBy) {
    await tasks.put({ keeper, page: address, id: crypto.randomUUID(), type: 'release' });
  }
}

/** Deletes a task, unless another one has taken its place. */
export function finishTask(database: Database, task: KeeperTask): Promise<void> {
  return inOneChange(database, async (change) => {
    if (await isPending(change, task)) await endTask(change, task);
  });
}

/** Writes what a keeper said of a page into its record. Resolves with whether anything is new. */
export function noteKeeping(
  database: Database,
  task: KeeperTask,
  keeping: Keeping | undefined,
): Promise<boolean> {
  return inOneChange(database, async (change) => {
    if (!(await isPending(change, task))) return false;
    if (keeping?.state !== 'coming') await endTask(change, task);
    const pages = change.objectStore('pages');
    const page = await pages.get(task.page);
    const before = page?.keptBy?.find(({ keeper }) => keeper === task.keeper);
    if (!page || !before || before.state === keeping?.state) return false;
    await pages.put(withKeeping(page, before, keeping));
    return true;
  });
}

function withKeeping(
  { keptBy = [], ...page }: PageRecord,
  before: Keeping,
  after: Keeping | undefined,
): PageRecord {
  const now = keptBy.flatMap((one) => (one === before ? (after ?? []) : one));
  return { ...page, ...(now.length > 0 && { keptBy: now }) };
}

/** Removes a keeper, or has it delete its copies first. Resolves with the pages that it kept. */
export function removeKeeper(
  database: Database,
  id: Address,
  hasCopies: boolean,
): Promise<readonly Address[]> {
  return inOneChange(database, async (change) => {
    const kept = await leave(change, id, hasCopies);
    const keepers = change.objectStore('keepers');
    const tasks = change.objectStore('keeperTasks');
    if (!hasCopies) await tasks.delete(tasksRange(id));
    const keeper = await keepers.get(id);
    const isBusy = (await tasks.getKey(tasksRange(id))) !== undefined;
    if (keeper && isBusy) await keepers.put({ ...keeper, isLeaving: true });
    else await keepers.delete(id);
    return kept;
  });
}

/** Takes a keeper out of the records of all its pages. */
async function leave(change: Change, id: Address, hasCopies: boolean): Promise<readonly Address[]> {
  const kept: Address[] = [];
  const open = async () => change.objectStore('pages').openCursor();
  for (let at = await open(); at; at = await at.continue()) {
    const { keptBy, ...page } = at.value;
    const its = keptBy?.filter(({ keeper }) => keeper === id) ?? [];
    if (!keptBy || its.length === 0) continue;
    const left = keptBy.filter(({ keeper }) => keeper !== id);
    if (hasCopies) await askToRelease(change, { ...page, keptBy: its });
    await at.update({ ...page, ...(left.length > 0 && { keptBy: left }) });
    kept.push(page.address);
  }
  return kept;
}

async function isPending(change: Change, { keeper, page, id }: KeeperTask): Promise<boolean> {
  return (await change.objectStore('keeperTasks').get([keeper, page]))?.id === id;
}

async function endTask(change: Change, { keeper, page }: KeeperTask): Promise<void> {
  const tasks = change.objectStore('keeperTasks');
  const keepers = change.objectStore('keepers');
  await tasks.delete([keeper, page]);
  const isLeaving = (await keepers.get(keeper))?.isLeaving;
  const isLast = (await tasks.getKey(tasksRange(keeper))) === undefined;
  if (isLeaving && isLast) await keepers.delete(keeper);
}
