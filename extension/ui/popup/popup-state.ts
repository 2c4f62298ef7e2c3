/** The state of the popup, and the actions of its buttons, which all ask the background. */
import { type OfferedFile, t } from '@mayfly/relay/words';
import { type Signal, signal } from '@preact/signals';
import { follow } from '../../browser/background-port.ts';
import { ask } from '../../browser/messaging.ts';
import { openPreview } from '../../browser/preview-tab.ts';
import { OVERVIEW_PORT, type Overview, type PageForm, type Shared } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { Pages } from '../../store/pages.ts';
import { DEFAULT_SETTINGS, readSettings, writeSettings } from '../../store/settings.ts';
import { clipboardContent } from '../clipboard-content.ts';
import { mayReadClipboard } from '../clipboard-kind.ts';
import { Composing, publishFile } from '../draft-state.ts';
import { firstPaint } from '../first-paint.ts';
import { pageBytesOf } from '../page-bytes.ts';
import { readKeys, SHARE_PAGE, SHARE_SELECTION } from '../shortcuts.ts';
import { followStore } from '../store-notice.tsx';
import { type AtOnce, readAtOnce } from './first-view.ts';
import { SHOWN_PAGES } from './recent-pages.tsx';
import type { SelectionChoices } from './selection-options.tsx';
import { activePage, ThingsAtHand } from './things-at-hand.ts';

export class PopupState {
  readonly overview = signal<Overview | undefined>(undefined);
  readonly store = signal<StoreCondition | undefined>(undefined);
  readonly atOnce = signal<AtOnce | undefined>(undefined);
  readonly selectionKeys = signal<string | undefined>(undefined);
  readonly pageKeys = signal<string | undefined>(undefined);
  readonly openProblem = signal<string | undefined>(undefined);
  readonly atHand = new ThingsAtHand();
  readonly composing = new Composing();
  readonly choices: Signal<SelectionChoices> = signal({
    keepsFormatting: DEFAULT_SETTINGS.keepsFormatting,
    hasImages: false,
  });

  /** Fills the popup. What the store knows is read at once; all else waits until the popup has been painted. */
  async fill(): Promise<void> {
    // A background that has to be started first would take the time of the first paint.
    void firstPaint().then(() => this.#follow());
    const settings = await readSettings();
    const { keepsFormatting } = settings;
    this.composing.load(settings);
    this.choices.value = { ...this.choices.peek(), keepsFormatting };
    // The background tells of a store that cannot be read.
    void readAtOnce(new Pages(), settings, SHOWN_PAGES).then(
      (known) => (this.atOnce.value = known),
      console.error,
    );
  }

  choose(choices: SelectionChoices): void {
    const { keepsFormatting } = choices;
    if (keepsFormatting !== this.choices.peek().keepsFormatting) {
      void writeSettings({ keepsFormatting });
    }
    this.choices.value = choices;
  }

  shareSelection(): void {
    const { hasImages, keepsFormatting } = this.choices.peek();
    const choice = {
      ...this.composing.choices,
      keepsFormatting,
      hasImages: hasImages && keepsFormatting,
    };
    void this.composing.share(async () => {
      const { tabId } = await activePage();
      return ask('shareSelection', { tabId, ...choice });
    });
  }

  shareAddress(): void {
    void this.composing.share(async () => {
      const { address = '', title } = await activePage();
      return ask('shareAddress', { address, title, opens: this.composing.choices.opens });
    });
  }

  /** Opens a preview of the page in the tab, and closes the popup. */
  async preview(form: PageForm): Promise<void> {
    const { tabId } = await activePage();
    await openPreview(tabId, form);
    window.close();
  }

  shareClipboard(): void {
    void this.composing.share(() => this.#shareClipboard());
  }

  /** Gives files to a tab, and closes the popup. */
  async handOver(files: readonly OfferedFile[]): Promise<void> {
    const { handOver } = await import('./hand-over.ts');
    await handOver(files);
    window.close();
  }

  async open(text: string): Promise<void> {
    const opened = await ask('openLink', text).catch((error: unknown) => {
      console.error(error);
      return { outcome: 'refused', message: t('share_noBackground') } as const;
    });
    this.openProblem.value = opened.outcome === 'refused' ? opened.message : undefined;
    if (opened.outcome === 'refused') return;
    const { draft } = this.composing;
    this.composing.setDraft({ ...draft.peek(), text: '' }); // the link is opened: it is not to be shared later
    window.close();
  }

  #follow(): void {
    follow<Overview>(
      () => OVERVIEW_PORT,
      (update) => (this.overview.value = update),
    );
    followStore((condition) => (this.store.value = condition));
    void this.atHand.read();
    void readKeys(SHARE_SELECTION).then((keys) => (this.selectionKeys.value = keys));
    void readKeys(SHARE_PAGE).then((keys) => (this.pageKeys.value = keys));
  }

  async #shareClipboard(): Promise<Shared> {
    if (!(await mayReadClipboard())) return { outcome: 'refused', message: t('share_noClipboard') };
    const room = pageBytesOf(this.overview.peek());
    const content = await clipboardContent(navigator.clipboard, room);
    const { choices } = this.composing;
    if (content instanceof File) return publishFile(content, choices);
    if (!content) return { outcome: 'refused', message: t('share_emptyClipboard') };
    const { draft, notes, missingImages } = content;
    return ask('shareText', { ...draft, ...choices, notes, missingImages });
  }
}
