/**
 * The contract between the extension's screens and its background: types and names, and nothing that runs. Screens
 * ask, the background answers. Page bytes never travel here: the viewer reads them from the store once the background
 * says that they are there.
 */
import type { Address, Limits } from '@mayfly/relay/protocol';
import type { Draft, OnceLinkView, Opens } from '@mayfly/relay/words';
import type { CaptureNote, CaptureOptions, SelectionSample } from './capture/captured.ts';
import type { LifetimeChoice } from './store/lifetime.ts';
import type { ArchiveProblem } from './store/read-archive.ts';
import type { StoreTrouble } from './store/store-error.ts';
import type { PageRead, PageWanted, SharedFromTab } from './page-forms.ts';
import type { KeeperProblem, Rest } from './port-views.ts';

/** The requests that screens send to the background, each with its argument and its answer. */
export interface Requests {
  /** Shares a text that was written or pasted. */
  shareText(text: SharedText): Shared;
  /** Shares a file. */
  shareFile(file: SharedFile): Shared;
  /** Shares several files or a large one, whose parts and manifest are stored already. */
  shareBundle(bundle: SharedBundle): Shared;
  /** Shares the selection of a tab that the user has just pointed the extension at. */
  shareSelection(selected: Selected): Shared;
  /** Reads the first words of the selection of such a tab; undefined where nobody can tell. */
  sampleSelection(tabId: number): SelectionSample | undefined;
  /** Reads the article of the page in a tab. */
  readArticle(wanted: PageWanted): PageRead;
  /** Reads the selection of the page in a tab, as a quotation. */
  readQuotation(wanted: PageWanted): PageRead;
  /**
   * Goes back to the tab of a page that was shared from a preview, closes the preview, and tells the outcome there as
   * after a share by menu. Resolves to `false`, and changes nothing, where that page is gone.
   */
  tellAtPage(told: SharedFromTab): boolean;
  /** Shares the title and the address of a web page, as a small page. */
  shareAddress(page: SharedAddress): Shared;
  /** Gives a page that was shared a name. Resolves with its new link, or undefined where the page is gone. */
  nameShared(named: NamedLink): string | undefined;
  /** Opens the link in this text in a tab, and makes its relay a known one. */
  openLink(text: string): Opened;
  /** Lets links to this relay open without a question from now on. */
  trustRelay(relay: string): void;
  /** Deletes this browser's copies of pages. */
  deletePages(addresses: readonly Address[]): void;
  /** Keeps pages for that long from now on. */
  keepPages(pages: { addresses: readonly Address[]; lifetime: LifetimeChoice }): void;
  /** Keeps the pages of an exported file. Its bytes are behind a blob: address, valid until the answer. */
  importPages(url: string): Imported;
  /** Keeps pages again that the user deleted a moment ago. Their export is behind a blob: address, valid until the answer. */
  restorePages(url: string): Imported;
  /** Notifies the user that the page is back that they wait for. */
  tellBack(address: Address): void;
  /** Adds the keeper of this pairing code, once it has answered. */
  addKeeper(code: string): KeeperTrial;
  /** Removes a keeper; with its copies, once it has deleted those. */
  removeKeeper(removed: RemovedKeeper): void;
  /** Connects to a relay, reads its limits, and leaves. */
  testRelay(relay: string): RelayTest;
  /** Tells the background that the network or the machine is back: a worker gets no such event. */
  hurry(): void;
}

/** How often the links of a shared page open. */
export interface OpensChosen {
  /** Left out: any number of times. Otherwise the page is encrypted, and its links have no key. */
  readonly opens?: Opens | undefined;
}

/** A text to share. */
export interface SharedText extends Draft, Omissions, OpensChosen {
  readonly name?: string;
  /** `true` encrypts it and puts the key into the link; left out: as the user did last. */
  readonly isSealed?: boolean;
}

/** The parts of a page that are missing in its text. */
export interface Omissions {
  /** The number of images that the text should have and does not. */
  readonly missingImages?: number;
  /** The facts that the user has to know about the text. */
  readonly notes?: readonly CaptureNote[];
}

/** A file to share. */
export interface SharedFile extends OpensChosen {
  /** A blob: address of its bytes, valid until the answer. */
  readonly url: string;
  readonly name: string;
  readonly mediaType: string;
  readonly isSealed: boolean;
}

/** Several files, or one that is larger than a page may be, as the store of unfinished shares holds them. */
export interface SharedBundle {
  /** The id of that unfinished share. */
  readonly id: string;
  /** The name that readers and lists show: of the folder, of the one large file, or the number of files. */
  readonly name: string;
}

/** A web page whose address is shared. */
export interface SharedAddress extends OpensChosen {
  readonly address: string;
  readonly title: string;
}

/** The link of a shared page, and the name that its readers are to see. */
export interface NamedLink {
  readonly link: string;
  readonly name: string;
}

/** The user's choices for a shared selection. */
export interface SelectionChoice extends Omit<CaptureOptions, 'imageBytes'> {
  readonly isSealed: boolean;
}

interface Selected extends SelectionChoice, OpensChosen {
  readonly tabId: number;
}

/** The outcome of a share. */
export type Shared =
  | (Omissions & {
      readonly outcome: 'shared';
      readonly address: Address;
      /** With once links: the first of them. */
      readonly link: string;
      /** The once links that were made. */
      readonly once?: readonly OnceLinkView[];
      /** `true` if this browser had no such page before: only then does an undo delete nothing else. */
      readonly isNew: boolean;
      /** `true` if a relay knows of it by now. */
      readonly isAnnounced: boolean;
      /** The user's keepers fetch a copy, or have one already. */
      readonly goesHome?: true;
      /** The relays that do not know yet: the page is kept, and announced there when they are back. */
      readonly unreached: readonly string[];
      /** The reason why it is uploaded to nobody now. */
      readonly rest?: Rest;
    })
  | { readonly outcome: 'refused'; readonly message: string };

export type Opened =
  { readonly outcome: 'opened' } | { readonly outcome: 'refused'; readonly message: string };

/** The outcome of an import: the number of added pages, and of the others, by reason. */
export interface Imported {
  readonly added: number;
  /** The added pages that somebody had shared: they count as shared by this browser's user. */
  readonly shared: number;
  /** The added pages whose relays are none of the user's: they are announced at the user's relays instead. */
  readonly moved: number;
  /** The pages that this browser has already. */
  readonly held: number;
  /** The pages whose time has passed. */
  readonly over: number;
  /** The pages whose bytes do not match their address. */
  readonly damaged: number;
  /** The kept bundles that are not whole: the file did not have all of their parts, or had damaged ones. */
  readonly incomplete: number;
  /** The reason why the rest of the file was not read. */
  readonly problem?: ImportProblem;
}

/** The reason why a file was not imported whole. */
export type ImportProblem = ArchiveProblem | 'disk-full' | 'unreadable' | `store-${StoreTrouble}`;

export type RelayTest =
  | { readonly outcome: 'answered'; readonly limits: Limits }
  | { readonly outcome: 'failed'; readonly problem: RelayProblem };

/** The outcome of adding a keeper. */
export type KeeperTrial =
  | { readonly outcome: 'added' | 'present'; readonly name: string }
  | { readonly outcome: 'failed'; readonly problem: KeeperProblem };

export interface RemovedKeeper {
  readonly id: Address;
  readonly hasCopies: boolean;
}

/** The reason why an entered origin is no usable relay. */
export type RelayProblem =
  | 'unreachable' // nothing answers there
  | 'no-relay' // a server answers, and takes no connection of ours
  | 'wrong-protocol'; // it takes one, and speaks another protocol

export type * from './page-forms.ts';
export type * from './port-views.ts';

/** The names of the ports over which screens are kept up to date. */
export const OVERVIEW_PORT = 'overview';
export const UPLOADS_PORT = 'uploads';
export const RELAYS_PORT = 'relays';
export const KEEPERS_PORT = 'keepers';
export const STORE_PORT = 'store';
/** Over it, the library sends the addresses of the pages on its screen. */
export const LIBRARY_PORT = 'library';
/** Followed by the link of the page. Over it, the viewer sends its `ViewerNote`s. */
export const PAGE_PORT = 'page ';
/** The same for a page that the user deleted here: it is followed, and not fetched again. */
export const DELETED_PAGE_PORT = 'deleted page ';
/** Followed by a once link. Over it, the viewer sends its `OnceTabNote`s. */
export const ONCE_PORT = 'once ';
/** The same for a tab that has the page on its screen, or had it before a reload: only the receipt may be missing. */
export const SHOWN_ONCE_PORT = 'shown once ';
/**
 * Followed by the link of a held bundle. Over it, the viewer sends its `BundleWish`es, and gets a `BundleView` once the
 * bundle is held.
 */
export const BUNDLE_PORT = 'bundle ';
/**
 * Followed by `<tabId> view` or `<tabId> whole`. Over it, the preview gets the `PictureStep`s of that tab's page. Its end
 * puts the page back as it was.
 */
export const PICTURE_PORT = 'picture ';
