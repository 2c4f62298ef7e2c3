/** Workers that are killed, or let down by their disk, at a chosen one of the operations by which they leave a trace. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import { browser } from 'wxt/browser';

/** The fault at the operation: the worker ends before it, or the operation fails with this error. */
export type Blow = 'killed' | (() => Error);

/** The worker that runs at the moment. */
const running = new AsyncLocalStorage<MortalWorker>();

export class MortalWorker {
  readonly #death = Promise.withResolvers<void>();
  readonly #transactions = new Set<IDBTransaction>();
  #operations = 0;
  #strike: { readonly nth: number; readonly blow: Blow } | undefined;
  #isDead = false;

  /** Resolves once it is dead. From then on nothing that it began goes on, or is heard of by it. */
  readonly died = this.#death.promise;

  run<Result>(action: () => Result): Result {
    return running.run(this, action);
  }

  /** Strikes it at its operation number `nth` from now on. */
  strikeAt(nth: number, blow: Blow): void {
    this.#operations = 0;
    this.#strike = { nth, blow };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The worker has reached the operation of the fault. */
  get isStruck(): boolean {
    return this.#strike !== undefined && this.#operations >= this.#strike.nth;
  }

  /** Does `act`, or what the worker finds in its place. */
  operate<Result>(act: () => Result, silence: Result, transaction?: IDBTransaction): Result {
    if (this.#isDead) return silence;
    if (transaction) this.#transactions.add(transaction);
    this.#operations += 1;
    const { nth, blow } = this.#strike ?? { nth: Infinity, blow: 'killed' };
    if (this.#operations !== nth) return act();
    if (blow !== 'killed') throw blow();
    this.#die();
    return silence;
  }

  #die(): void {
    this.#isDead = true;
    for (const transaction of this.#transactions) abort(transaction);
    this.#death.resolve();
  }
}

/** Makes workers mortal, until all mocks are restored. */
export function letWorkersDie(): void {
  for (const name of [
    'get',
    'getKey',
    'getAll',
    'getAllKeys',
    'put',
    'delete',
    'count',
    'openCursor',
  ]) {
    onRequest(IDBObjectStore.prototype, name, ({ transaction }: IDBObjectStore) => transaction);
  }
  for (const name of [
    'get',
    'getKey',
    'getAll',
    'getAllKeys',
    'count',
    'openCursor',
    'openKeyCursor',
  ]) {
    onRequest(IDBIndex.prototype, name, ({ objectStore }: IDBIndex) => objectStore.transaction);
  }
  onOpen();
  onRequest(IDBCursor.prototype, 'update', ({ request }: IDBCursor) => transactionOf(request));
  for (const area of [browser.storage.local, browser.storage.session]) {
    for (const name of ['get', 'set']) onCall(area, name);
  }
  for (const name of ['get', 'create', 'clear']) onCall(browser.alarms, name);
  freeLocks();
  deafenTheDead();
}

/** The browser frees the locks of a worker that dies. */
function freeLocks(): void {
  const request = navigator.locks.request.bind(navigator.locks) as (
    name: string,
    act: () => Promise<unknown>,
  ) => Promise<unknown>;
  const lock = (name: string, act: () => Promise<unknown>) => {
    const worker = running.getStore();
    return request(name, () => (worker ? Promise.race([act(), worker.died]) : act()));
  };
  vi.spyOn(navigator.locks, 'request').mockImplementation(lock as LockManager['request']);
}

function transactionOf({ transaction }: IDBRequest): IDBTransaction {
  if (!transaction) throw new Error('expected a request of a transaction');
  return transaction;
}

function onRequest(prototype: object, name: string, within: (self: never) => IDBTransaction): void {
  const original = Reflect.get(prototype, name) as (...args: unknown[]) => object;
  spyOn(prototype, name).mockImplementation(function (this: never, ...args: unknown[]) {
    const act = () => original.apply(this, args);
    return running.getStore()?.operate(act, new EndlessRequest(), within(this)) ?? act();
  });
}

/** A dead worker opens no database: it would not hear that it has to be made, and leave an empty one to the others. */
function onOpen(): void {
  const open = Reflect.get(IDBFactory.prototype, 'open') as (...args: unknown[]) => object;
  spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: never, ...args) {
    return running.getStore()?.isDead ? new EndlessRequest() : open.apply(this, args);
  });
}

function onCall(target: object, name: string): void {
  const original = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
  spyOn(target, name).mockImplementation(async (...args: unknown[]) => {
    const act = () => original.apply(target, args);
    return running.getStore()?.operate(act, new Promise(() => undefined)) ?? act();
  });
}

/** Transactions that the fake has begun to listen to for itself, and to what: it does so first. */
const own = new WeakMap<EventTarget, Set<string>>();

function isOwn(target: EventTarget, type: string): boolean {
  if (!(target instanceof IDBTransaction)) return false;
  const types = own.get(target) ?? new Set();
  own.set(target, types);
  return types.size < types.add(type).size;
}

function deafenTheDead(): void {
  const { prototype } = Object.getPrototypeOf(IDBRequest) as { prototype: EventTarget };
  const listen = Reflect.get(prototype, 'addEventListener') as EventTarget['addEventListener'];
  vi.spyOn(prototype, 'addEventListener').mockImplementation(function (
    this: EventTarget,
    type,
    listener,
  ) {
    const worker = isOwn(this, type) ? undefined : running.getStore();
    const call = listener as (event: Event) => void; // the store's library passes functions
    listen.call(this, type, (event) => worker?.isDead || call.call(this, event));
  });
}

function spyOn(target: object, name: string) {
  return vi.spyOn(target as Record<string, (...args: never[]) => unknown>, name);
}

/** One that is never answered. */
class EndlessRequest extends IDBRequest {}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // it was over already: what it did is done
  }
}
