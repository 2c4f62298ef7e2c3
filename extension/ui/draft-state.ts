/** The draft on a screen of the extension, and the last attempt to share something from there. */
import {
  contentTypeOf,
  type Draft,
  mediaTypeOfFile,
  type OfferedFile,
  type Opens,
  readFile,
  t,
} from '@mayfly/relay/words';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { ask } from '../browser/messaging.ts';
import type { Shared } from '../messages.ts';
import { DEFAULT_SETTINGS, type Settings, writeSettings } from '../store/settings.ts';
import type { Attempt } from './attempt.ts';
import { DraftKeeper } from './draft-keeper.ts';

type LastChoices = Pick<Settings, 'draft' | 'isSealed' | 'opens' | 'keepsAtHome'>;

export class Composing {
  readonly #draft = signal<Draft>(DEFAULT_SETTINGS.draft);
  readonly #files = signal<readonly OfferedFile[]>([]);
  readonly #wantsSealed = signal(DEFAULT_SETTINGS.isSealed);
  readonly #opens = signal<Opens | undefined>(undefined);
  /** A page of once links has to be encrypted. */
  readonly #isSealed = computed(() => this.#wantsSealed.value || this.#opens.value !== undefined);
  readonly #keepsAtHome = signal(DEFAULT_SETTINGS.keepsAtHome);
  readonly #attempt = signal<Attempt>({ state: 'none' });
  /** The draft that was shared last: an undo gives it back. */
  #sharedDraft: Draft | undefined;
  readonly #keeper = new DraftKeeper((kept) => writeSettings({ draft: kept }));

  /** Takes up the draft of the last time, unless the user has begun another one meanwhile. */
  load({ draft, isSealed, opens, keepsAtHome }: LastChoices): void {
    this.#keepsAtHome.value = keepsAtHome;
    if (this.#draft.peek() === DEFAULT_SETTINGS.draft) this.#draft.value = draft;
    if (this.#wantsSealed.peek() === DEFAULT_SETTINGS.isSealed) this.#wantsSealed.value = isSealed;
    if (opens !== 'any') this.#opens.value ??= opens;
  }

  get draft(): ReadonlySignal<Draft> {
    return this.#draft;
  }

  /** The files that are shared instead of the draft. */
  get files(): ReadonlySignal<readonly OfferedFile[]> {
    return this.#files;
  }

  get isSealed(): ReadonlySignal<boolean> {
    return this.#isSealed;
  }

  /** How often the links of the next page open; undefined for any number of times. */
  get opens(): ReadonlySignal<Opens | undefined> {
    return this.#opens;
  }

  /** The user's keepers keep the next page too. */
  get keepsAtHome(): ReadonlySignal<boolean> {
    return this.#keepsAtHome;
  }

  get attempt(): ReadonlySignal<Attempt> {
    return this.#attempt;
  }

  setDraft(draft: Draft): void {
    this.#draft.value = draft;
    this.#keeper.keep(draft);
  }

  setFiles(files: readonly OfferedFile[]): void {
    this.#files.value = files;
    // A sentence about the page before would seem to be about these files.
    const isBusy = this.#attempt.peek().state === 'busy';
    if (files.length > 0 && !isBusy) this.#attempt.value = { state: 'none' };
  }

  /** Says why something was not shared. */
  refuse(message: string): void {
    this.#attempt.value = { state: 'refused', message };
  }

  setSealed(isSealed: boolean): void {
    this.#wantsSealed.value = isSealed;
    void writeSettings({ isSealed });
  }

  setOpens(opens: Opens | undefined): void {
    this.#opens.value = opens;
    void writeSettings({ opens: opens ?? 'any' });
  }

  /** The background reads it with the other settings when it shares. */
  setKeepsAtHome(keepsAtHome: boolean): void {
    this.#keepsAtHome.value = keepsAtHome;
    void writeSettings({ keepsAtHome });
  }

  /** The choices for the next page. */
  get choices() {
    return { isSealed: this.#isSealed.peek(), opens: this.#opens.peek() };
  }

  /** Empties the draft once its page is stored, unless the user has changed it meanwhile. */
  async shareDraft(draft: Draft): Promise<void> {
    const isShared = await this.share(() => ask('shareText', { ...draft, ...this.choices }));
    const now = this.#draft.peek();
    if (!isShared) return;
    this.#sharedDraft = draft;
    if (now.text === draft.text) this.setDraft({ ...now, text: '' });
  }

  async shareFile(file: File): Promise<void> {
    const isShared = await this.share(() => publishFile(file, this.choices));
    if (isShared && this.#files.peek()[0]?.file === file) this.setFiles([]);
  }

  /** Deletes the page that was just shared, and gives its text back where there is room for it. */
  async undo(): Promise<void> {
    const attempt = this.#attempt.peek();
    if (attempt.state !== 'shared') return;
    this.#attempt.value = await answered(async () => {
      await ask('deletePages', [attempt.shared.address]);
      return { state: 'undone' };
    });
    if (this.#sharedDraft && this.#draft.peek().text === '') this.setDraft(this.#sharedDraft);
    this.#sharedDraft = undefined;
  }

  /** Gives the page that was just shared a name, and copies its new link. */
  async name(name: string): Promise<void> {
    const attempt = this.#attempt.peek();
    if (attempt.state !== 'shared') return;
    const { shared } = attempt;
    this.#attempt.value = await answered(async () => {
      const link = await ask('nameShared', { link: shared.link, name });
      if (link === undefined) return { state: 'refused', message: t('share_gone') };
      const isCopied = await copy(link);
      return { state: 'shared', shared: { ...shared, link }, isCopied, isNamed: true };
    });
  }

  /**
   * Makes one attempt to share something, and copies the link. Resolves to whether it was shared. An attempt that the user
   * cancelled gives undefined.
   */
  async share(sharing: () => Promise<Shared | undefined>): Promise<boolean> {
    this.#sharedDraft = undefined;
    this.#attempt.value = { state: 'busy' };
    this.#attempt.value = await outcomeOf(sharing);
    const attempt = this.#attempt.peek();
    if (attempt.state !== 'shared') return false;
    // The next page is another matter.
    if (attempt.shared.once) this.setOpens(undefined);
    return true;
  }
}

/** Shares a file. The background reads its bytes by an address that is valid while this screen is open. */
export async function publishFile(file: File, choices: Composing['choices']): Promise<Shared> {
  const url = URL.createObjectURL(file);
  try {
    const { name } = file;
    return await ask('shareFile', { url, name, mediaType: await typeOf(file), ...choices });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The file's media type. It is found here, since the background can load no code for that. */
async function typeOf(file: File): Promise<string> {
  try {
    return await contentTypeOf(file, await readFile(file));
  } catch {
    return mediaTypeOfFile(file); // the background fails to read it too, and says so
  }
}

function outcomeOf(sharing: () => Promise<Shared | undefined>): Promise<Attempt> {
  return answered(async () => {
    const shared = await sharing();
    if (!shared) return { state: 'none' };
    if (shared.outcome === 'refused') return { state: 'refused', message: shared.message };
    // Of several links, each is for another person.
    const isOne = (shared.once?.length ?? 1) === 1;
    return { state: 'shared', shared, isCopied: isOne && (await copy(shared.link)) };
  });
}

/** A background that does not answer is a refusal, too. */
async function answered(attempt: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await attempt();
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
    return false; // the notice has a button for that
  }
}
