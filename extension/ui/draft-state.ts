/** What is being written on a page of the extension, and its latest attempt to share something. */
import { contentTypeOf, type Draft, mediaTypeOfFile, readFile, t } from '@mayfly/relay/words';
import { type ReadonlySignal, signal } from '@preact/signals';
import { ask } from '../browser/messaging.ts';
import type { Shared } from '../messages.ts';
import { DEFAULT_SETTINGS, type Settings, writeSettings } from '../store/settings.ts';
import type { Attempt } from './attempt-notice.tsx';
import { DraftKeeper } from './draft-keeper.ts';

export class Composing {
  readonly #draft = signal<Draft>(DEFAULT_SETTINGS.draft);
  readonly #file = signal<File | undefined>(undefined);
  readonly #isSealed = signal(DEFAULT_SETTINGS.isSealed);
  readonly #attempt = signal<Attempt>({ state: 'none' });
  readonly #keeper = new DraftKeeper((kept) => writeSettings({ draft: kept }));

  /** Goes on where the user left off, but for what was begun meanwhile. */
  load({ draft, isSealed }: Pick<Settings, 'draft' | 'isSealed'>): void {
    if (this.#draft.peek() === DEFAULT_SETTINGS.draft) this.#draft.value = draft;
    if (this.#isSealed.peek() === DEFAULT_SETTINGS.isSealed) this.#isSealed.value = isSealed;
  }

  get draft(): ReadonlySignal<Draft> {
    return this.#draft;
  }

  get file(): ReadonlySignal<File | undefined> {
    return this.#file;
  }

  get isSealed(): ReadonlySignal<boolean> {
    return this.#isSealed;
  }

  get attempt(): ReadonlySignal<Attempt> {
    return this.#attempt;
  }

  setDraft(draft: Draft): void {
    this.#draft.value = draft;
    this.#keeper.keep(draft);
  }

  setFile(file: File | undefined): void {
    this.#file.value = file;
    // What was said of another is not true of this one.
    if (file && this.#attempt.peek().state !== 'busy') this.#attempt.value = { state: 'none' };
  }

  setSealed(isSealed: boolean): void {
    this.#isSealed.value = isSealed;
    void writeSettings({ isSealed });
  }

  /** The draft goes only when its page is stored, and only if nothing was written into it meanwhile. */
  async shareDraft(draft: Draft): Promise<void> {
    const isSealed = this.#isSealed.peek();
    const isShared = await this.share(() => ask('shareText', { ...draft, isSealed }));
    const now = this.#draft.peek();
    if (isShared && now.text === draft.text) this.setDraft({ ...now, text: '' });
  }

  async shareFile(file: File): Promise<void> {
    const isShared = await this.share(() => publishFile(file, this.#isSealed.peek()));
    if (isShared && this.#file.peek() === file) this.setFile(undefined);
  }

  /** Makes one attempt to share something, copies the link, and tells what came of it. */
  async share(sharing: () => Promise<Shared>): Promise<boolean> {
    this.#attempt.value = { state: 'busy' };
    this.#attempt.value = await outcomeOf(sharing);
    return this.#attempt.peek().state === 'shared';
  }
}

/** The background reads the bytes by an address that is good for as long as this page is there. */
export async function publishFile(file: File, isSealed: boolean): Promise<Shared> {
  const url = URL.createObjectURL(file);
  try {
    const { name } = file;
    return await ask('shareFile', { url, name, mediaType: await typeOf(file), isSealed });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Found out here: a background has no chunks of its own to load. */
async function typeOf(file: File): Promise<string> {
  try {
    return await contentTypeOf(file, await readFile(file));
  } catch {
    return mediaTypeOfFile(file); // the background fails to read it too, and says so
  }
}

async function outcomeOf(sharing: () => Promise<Shared>): Promise<Attempt> {
  try {
    const shared = await sharing();
    return shared.outcome === 'shared'
      ? { state: 'shared', shared, isCopied: await copy(shared.link) }
      : { state: 'refused', message: shared.message };
  } catch (error) {
    console.error(error);
    return { state: 'refused', message: t('share_noBackground') };
  }
}

async function copy(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false; // the notice has a button to copy it
  }
}
