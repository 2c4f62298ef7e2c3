/**
 * The contract between the extension's screens and its background: types and names, and nothing that runs. Screens
 * ask, the background answers. Page bytes never travel here: the viewer reads them from the store once the background
 * says that they are there.
 */
import type { ActivityEntry, ConnectionState, PartProblem } from '@mayfly/relay/client';
import type { Address, Limits } from '@mayfly/relay/protocol';
import type { Draft, Reading } from '@mayfly/relay/words';
import type { CaptureNote, CaptureOptions, SelectionSample } from './capture/captured.ts';
import type { StoreCondition } from './store/database-connection.ts';
import type { PageRecord } from './store/database.ts';
import type { LifetimeChoice } from './store/lifetime.ts';
import type { ArchiveProblem } from './store/read-archive.ts';
import type { StoreTrouble } from './store/store-error.ts';

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
  /** Connects to a relay, reads its limits, and leaves. */
  testRelay(relay: string): RelayTest;
  /** Tells the background that the network or the machine is back: a worker gets no such event. */
  hurry(): void;
}

/** A text to share. */
export interface SharedText extends Draft, Omissions {
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
export interface SharedFile {
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
interface SharedAddress {
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

interface Selected extends SelectionChoice {
  readonly tabId: number;
}

/** The outcome of a share. */
export type Shared =
  | (Omissions & {
      readonly outcome: 'shared';
      readonly address: Address;
      readonly link: string;
      /** `true` if this browser had no such page before: only then does an undo delete nothing else. */
      readonly isNew: boolean;
      /** `true` if a relay knows of it by now. */
      readonly isAnnounced: boolean;
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

/** The reason why an entered origin is no usable relay. */
export type RelayProblem =
  | 'unreachable' // nothing answers there
  | 'no-relay' // a server answers, and takes no connection of ours
  | 'wrong-protocol'; // it takes one, and speaks another protocol

/** Sent over the store port whenever it has changed. */
export interface StoreView {
  /** Left out while all is well. */
  readonly condition?: StoreCondition;
}

/** Sent over the relays port whenever it has changed. */
export interface RelaysView {
  /** The user's own, in their order. */
  readonly own: readonly RelayView[];
  /** The relays that the user met by a link, and those where held pages are announced. */
  readonly others: readonly RelayView[];
}

/** A relay as the options list it. */
export interface RelayView {
  readonly relay: string;
  readonly connection: ConnectionState;
  /** The number of held pages that are announced there. */
  readonly heldCount: number;
  /** `true` if links to it open without a question. */
  readonly isKnown: boolean;
  /** `true` if the browser lets its links open in the viewer. */
  readonly opensLinks: boolean;
}

/** The held pages that are uploaded to readers at this moment. */
export type Uploads =
  | { readonly pages: 'all' | 'published' }
  /** `until`: Unix milliseconds; left out if only the user ends the pause. */
  | { readonly pages: 'none'; readonly why: 'paused'; readonly until?: number }
  /** `metered`: data is expensive on this connection. `spent`: the user's limit for today is reached. */
  | { readonly pages: 'none'; readonly why: 'metered' | 'spent' };

/** The reason why nothing is uploaded. */
export type Rest = Extract<Uploads, { readonly pages: 'none' }>;

/** Sent over the uploads port whenever it has changed. */
export interface UploadView {
  readonly uploads: Uploads;
  /** The bytes that were uploaded today. */
  readonly servedToday: number;
  /** `true` if the browser says where data is expensive. */
  readonly knowsMetered: boolean;
}

/** Sent over the overview port whenever it has changed. */
export interface Overview {
  /** The default relay: a new page must keep its limits. */
  readonly relay: string;
  /** The largest page that the default relay takes, in bytes, as far as is known: several files need `PART_PAGE_BYTES`. */
  readonly pageBytes: number;
  readonly connections: readonly RelayConnection[];
  readonly heldCount: number;
  /** The lifetime of new pages. */
  readonly lifetime: LifetimeChoice;
  /** The most that is uploaded in a day. */
  readonly dailyBytes: number | 'any';
  readonly uploads: Uploads;
  /** The bytes that were uploaded today. */
  readonly servedToday: number;
  /** `true` once the user has chosen which pages to upload. */
  readonly isAsked: boolean;
  readonly recent: readonly RecentPage[];
}

export interface RelayConnection {
  readonly relay: string;
  readonly connection: ConnectionState;
}

export interface RecentPage {
  readonly address: Address;
  readonly title: string;
  readonly link: string;
  /** The bytes of the page; of a bundle: of its whole content. */
  readonly length: number;
  readonly origin: 'published' | 'viewed';
  readonly addedAt: number;
  /** `true` if it is uploaded to readers now. */
  readonly isUploaded: boolean;
  /** The number of its holders; undefined while its relays have sent no count, or are not asked. */
  readonly holders?: number;
}

/** Sent over the library port: at first all pages, then each change. */
export type LibraryUpdate =
  /** The library forgets all earlier pages; this many pages follow, before any change. */
  | { readonly type: 'start'; readonly count: number }
  /** Pages that are new or have changed. */
  | { readonly type: 'pages'; readonly pages: readonly LibraryPage[] }
  | { readonly type: 'gone'; readonly addresses: readonly Address[] }
  /** The number of holders of each shown page, where its relays have sent a count. */
  | {
      readonly type: 'holders';
      readonly holders: Readonly<Record<Address, number>>;
      readonly uploads: Uploads;
    };

/** A page as the library lists it. */
export interface LibraryPage extends Pick<
  PageRecord,
  | 'address'
  | 'title'
  | 'name'
  | 'mediaType'
  | 'length'
  | 'origin'
  | 'relays'
  | 'addedAt'
  | 'servedBytes'
  | 'servedTimes'
  | 'lifetime'
  | 'isDamaged'
  | 'bundle'
> {
  readonly isSealed: boolean;
  readonly link: string;
}

/** Sent over a page port whenever it has changed. */
export interface PageView {
  /** Stays `opening` once the bytes are here: the viewer reads them from the store and opens them. */
  readonly reading: Reading;
  /** The copy in this browser, once there is one. */
  readonly copy?: LocalCopy;
  /** The reason why the page is not looked for yet. */
  readonly obstacle?: Obstacle;
  /** The link to share, where the opened one names a relay we do not announce this page to. */
  readonly link?: string;
  /** `true` if the copy in this browser is damaged: the page is looked for elsewhere. */
  readonly isDamaged?: boolean;
  readonly holders?: number;
  readonly connection: ConnectionState;
  readonly activity: readonly ActivityEntry[];
  /** Relays that the link names and the user does not know, where the known relays do not help. */
  readonly unasked?: readonly string[];
}

export type LocalCopy =
  /** Here to be shown, and kept once somebody has seen it. */
  | ({ readonly state: 'passing' } & Hints)
  | ({
      readonly state: 'held';
      readonly upload: UploadState;
      /** It needs more room than all opened pages have: it is deleted when the next page is opened. */
      readonly isBrief?: true;
    } & Hints)
  /** The user deleted it while it was on the screen. */
  | { readonly state: 'deleted' };

/** `on`: this browser uploads the page to readers now. `locked`: no key opens it yet. `off`: the user's choice. */
export type UploadState = 'on' | 'locked' | 'off';

/** A description of a page's content, from a link or a record. */
export interface Hints {
  readonly mediaType: string;
  readonly name?: string;
}

export type Obstacle =
  /** The user has not yet allowed a connection to this relay. */
  | { readonly by: 'relay'; readonly relay: string }
  /** The store cannot be read or written now. */
  | { readonly by: 'store'; readonly trouble: StoreTrouble };

/** Said by the viewer over a page port, each at most once: somebody has seen the page; the page is on the screen. */
export type ViewerNote = { readonly type: 'seen' } | ({ readonly type: 'opened' } & OpenedInViewer);

/** The page on the viewer's screen: the content that the link's key opened, or the bytes as they are. */
export interface OpenedInViewer {
  readonly as: 'content' | 'bytes';
  /** A line to know the page by in lists. */
  readonly title: string;
}

/** Sent over a bundle port whenever it has changed. */
export interface BundleView {
  /** The parts that are stored here, by index, in order. */
  readonly held: readonly number[];
  /** The number of parts that are still to come: wanted here or, with 'all', by an earlier wish. */
  readonly wanted: number;
  /** The wanted parts that do not come at the moment, in order. */
  readonly failed: readonly FailedPartNote[];
  /** The number of holders that have every part, where it is known. */
  readonly complete?: number;
  /** The bytes that have come of parts in flight. */
  readonly receiving?: number;
}

interface FailedPartNote {
  readonly index: number;
  readonly why: PartProblem;
}

/** Said by the viewer over a bundle port, again each time that a killed worker has taken the port with it. */
export type BundleWish =
  /** Adds parts to the wanted ones, before all others. 'all' outlasts the viewer and the browser. */
  | { readonly type: 'want'; readonly parts: readonly number[] | 'all' }
  /** From now on nothing is wanted. */
  | { readonly type: 'stop' };

/** The names of the ports over which screens are kept up to date. */
export const OVERVIEW_PORT = 'overview';
export const UPLOADS_PORT = 'uploads';
export const RELAYS_PORT = 'relays';
export const STORE_PORT = 'store';
/** Over it, the library sends the addresses of the pages on its screen. */
export const LIBRARY_PORT = 'library';
/** Followed by the link of the page. Over it, the viewer sends its `ViewerNote`s. */
export const PAGE_PORT = 'page ';
/** The same for a page that the user deleted here: it is followed, and not fetched again. */
export const DELETED_PAGE_PORT = 'deleted page ';
/**
 * Followed by the link of a held bundle. Over it, the viewer sends its `BundleWish`es, and gets a `BundleView` once the
 * bundle is held.
 */
export const BUNDLE_PORT = 'bundle ';
