/**
 * The contract between the extension's screens and its background: types and names, and nothing that runs. Screens
 * ask, the background answers. Page bytes never travel here: the viewer reads them from the store once the background
 * says that they are there.
 */
import type { ActivityEntry, ConnectionState } from '@mayfly/relay/client';
import type { Address, Limits } from '@mayfly/relay/protocol';
import type { Draft, Reading } from '@mayfly/relay/words';
import type { CaptureNote, CaptureOptions } from './capture/captured.ts';
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
  /** Shares the selection of a tab that the user has just pointed the extension at. */
  shareSelection(selected: Selected): Shared;
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

/** How a selection is shared. */
export interface SelectionChoice extends Omit<CaptureOptions, 'imageBytes'> {
  readonly isSealed: boolean;
}

interface Selected extends SelectionChoice {
  readonly tabId: number;
}

/** What came of sharing. */
export type Shared =
  | (Omissions & {
      readonly outcome: 'shared';
      readonly address: Address;
      readonly link: string;
      /** Whether this browser had no such page before: only then does an undo delete nothing else. */
      readonly isNew: boolean;
      /** Whether a relay knows of it yet. */
      readonly isAnnounced: boolean;
      /** The relays that do not know yet: the page is kept, and announced there when they are back. */
      readonly unreached: readonly string[];
      /** Why it is not handed on now, at whichever relay. */
      readonly rest?: Rest;
    })
  | { readonly outcome: 'refused'; readonly message: string };

export type Opened =
  { readonly outcome: 'opened' } | { readonly outcome: 'refused'; readonly message: string };

/** What came of importing a file: how many of its pages came in, and how many did not, and why. */
export interface Imported {
  readonly added: number;
  /** Of those added, how many somebody had shared: they count as shared by this browser's user. */
  readonly shared: number;
  /** Of those added, how many were at relays that are none of the user's, and are announced at the user's instead. */
  readonly moved: number;
  /** Already. */
  readonly held: number;
  /** Their time had passed. */
  readonly over: number;
  /** Their bytes do not match their address. */
  readonly damaged: number;
  /** Why no more of the file was read. */
  readonly problem?: ImportProblem;
}

/** Why not all of a file came in. */
export type ImportProblem = ArchiveProblem | 'disk-full' | 'unreadable' | `store-${StoreTrouble}`;

export type RelayTest =
  | { readonly outcome: 'answered'; readonly limits: Limits }
  | { readonly outcome: 'failed'; readonly problem: RelayProblem };

/** Why what was entered cannot be used as a relay. */
export type RelayProblem =
  | 'unreachable' // nothing answers there
  | 'no-relay' // something does, and takes no connection of ours
  | 'wrong-protocol'; // it takes one, and says something else than a relay does

/** Sent over the store port whenever it has changed. */
export interface StoreView {
  /** Left out while all is well. */
  readonly condition?: StoreCondition;
}

/** Sent over the relays port whenever it has changed. */
export interface RelaysView {
  /** The user's own, in their order. */
  readonly own: readonly RelayView[];
  /** Others that were met by a link, or where held pages are announced. */
  readonly others: readonly RelayView[];
}

/** A relay as the options list it. */
export interface RelayView {
  readonly relay: string;
  readonly connection: ConnectionState;
  /** How many of the held pages are announced there. */
  readonly heldCount: number;
  /** Whether links to it open without a question. */
  readonly isKnown: boolean;
  /** Whether the browser lets its links be opened in the viewer. */
  readonly opensLinks: boolean;
}

/** What of the held pages is handed on to others at this moment. */
export type Uploads =
  | { readonly pages: 'all' | 'published' }
  /** `until`: Unix milliseconds; left out where somebody has to resume it. */
  | { readonly pages: 'none'; readonly why: 'paused'; readonly until?: number }
  /** The connection is one where data is dear, or as much as the user gives was handed on today. */
  | { readonly pages: 'none'; readonly why: 'metered' | 'spent' };

/** Why nothing is handed on. */
export type Rest = Extract<Uploads, { readonly pages: 'none' }>;

/** Sent over the uploads port whenever it has changed. */
export interface UploadView {
  readonly uploads: Uploads;
  /** Bytes handed on today. */
  readonly servedToday: number;
  /** Whether the browser says where data is dear. */
  readonly knowsMetered: boolean;
}

/** Sent over the overview port whenever it has changed. */
export interface Overview {
  /** The default relay: a new page must keep its limits. */
  readonly relay: string;
  readonly connections: readonly RelayConnection[];
  readonly heldCount: number;
  /** How long new pages are held. */
  readonly lifetime: LifetimeChoice;
  readonly uploads: Uploads;
  /** Bytes handed on today. */
  readonly servedToday: number;
  /** Whether the user has said which pages are handed on. */
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
  readonly length: number;
  readonly origin: 'published' | 'viewed';
  readonly addedAt: number;
  /** Whether others may have it from here now. */
  readonly isUploaded: boolean;
  /** How many hold it; undefined while its relay has not said, or is not asked. */
  readonly holders?: number;
}

/** Sent over the library port: at first all pages, then what changes. */
export type LibraryUpdate =
  /** What was sent before is to be forgotten; this many pages follow, before anything else changes. */
  | { readonly type: 'start'; readonly count: number }
  /** Pages that are new or have changed. */
  | { readonly type: 'pages'; readonly pages: readonly LibraryPage[] }
  | { readonly type: 'gone'; readonly addresses: readonly Address[] }
  /** How many hold each of the pages that are shown; those are left out whose relays have not said or are not told. */
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
> {
  readonly isSealed: boolean;
  readonly link: string;
}

/** Sent over a page port whenever it has changed. */
export interface PageSight {
  /** Stays `opening` once the bytes are here: the viewer reads them from the store and opens them. */
  readonly reading: Reading;
  /** The copy in this browser, once there is one. */
  readonly copy?: LocalCopy;
  /** The reason why the page is not looked for yet. */
  readonly obstacle?: Obstacle;
  /** The link to share, where the opened one names a relay we do not announce this page to. */
  readonly link?: string;
  /** Whether the copy in this browser is damaged, so that the page is looked for elsewhere. */
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
  | ({ readonly state: 'held'; readonly upload: UploadState } & Hints)
  /** The user deleted it while it was on the screen. */
  | { readonly state: 'deleted' };

/** Whether this browser uploads a held page to readers now: no, while no key opens it; no, by the user's choice. */
export type UploadState = 'on' | 'locked' | 'off';

/** What a link or a record says of the content of a page. */
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

/** What the viewer shows: the content that the link's key opened, or the bytes as they are. */
export interface OpenedInViewer {
  readonly as: 'content' | 'bytes';
  /** A line to know the page by in lists. */
  readonly title: string;
}

/** The names of the long-lived ports over which a page is kept up to date. */
export const OVERVIEW_PORT = 'overview';
export const UPLOADS_PORT = 'uploads';
export const RELAYS_PORT = 'relays';
export const STORE_PORT = 'store';
/** Over it, the library says in turn which pages are on its screen: a list of addresses. */
export const LIBRARY_PORT = 'library';
/** Followed by the link of the page. Over it, the viewer sends its `ViewerNote`s. */
export const PAGE_PORT = 'page ';
/** The same for a page that the user deleted here: it is followed, and not fetched again. */
export const DELETED_PAGE_PORT = 'deleted page ';
