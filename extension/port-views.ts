/** The contract of the ports: what the background sends to a screen over each, and what the viewer and the library send back. */
import type { ActivityEntry, ConnectionState, PartProblem } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { OnceLinkView, OnceWait, Reading } from '@mayfly/relay/words';
import type { AtHome } from './store/at-home.ts';
import type { StoreCondition } from './store/database-connection.ts';
import type { PageRecord } from './store/database.ts';
import type { LifetimeChoice } from './store/lifetime.ts';
import type { StoreTrouble } from './store/store-error.ts';

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

/** A keeper as the options list it. They get all of them over the keepers port, whenever one has changed. */
export interface KeeperView {
  /** The address of its pairing page. */
  readonly id: Address;
  readonly name: string;
  readonly relay: string;
  readonly pages: number;
  readonly usedBytes: number;
  readonly maxBytes: number;
  /** The time of its last answer, in Unix milliseconds. */
  readonly lastSeenAt: number;
  /** The number of pages that it is still to be asked about, or that are on their way to it. */
  readonly waiting: number;
  /** The reason why it did not answer the last time. */
  readonly problem?: Exclude<KeeperProblem, 'not-a-code' | 'cut-off'>;
  /** The user has removed it: it goes once it has deleted its copies. */
  readonly isLeaving?: true;
}

/** The reason why a keeper was not added, or does not answer. */
export type KeeperProblem =
  | 'not-a-code' // the text has no pairing code in it
  | 'cut-off' // a part of the code is missing
  | 'away' // nobody answers
  | 'no-notes' // the relay is too old
  | 'wrong-code'; // the keeper has another code by now

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
  /** The user has a keeper, which may keep new pages too. */
  readonly hasKeeper: boolean;
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
  /** Its once links, if it is shared by such links: then `link` opens nothing elsewhere. */
  readonly once?: readonly OnceLinkView[];
  /** Whether the user's keepers keep it; left out if none was asked to. */
  readonly home?: AtHome;
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

/** A keeper of a page, and how far it has it. */
interface Home {
  readonly name: string;
  readonly state: AtHome;
}

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
  /** The user's keepers that were asked to keep it. */
  readonly homes?: readonly Home[];
  /** Its once links, if it is shared by such links: then `link` opens nothing elsewhere. */
  readonly once?: readonly OnceLinkView[];
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
      /** Its once links, if it is shared by such links: no other link is offered. */
      readonly once?: readonly OnceLinkView[];
      /** Whether the user's keepers keep it; left out if none was asked to. */
      readonly home?: AtHome;
      /** The number of keepers that have it. */
      readonly atKeepers?: number;
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

/** Sent over a once port whenever it has changed. */
export interface OpeningView {
  readonly opening: OnceWait | KeyedPage;
  readonly connection: ConnectionState;
  /** The reason why nothing is looked for. */
  readonly obstacle?: Obstacle;
  /** Relays that the link names and the user does not know, where the known relays do not help. */
  readonly unasked?: readonly string[];
}

/**
 * The author's browser gave the key. The viewer opens the sealed page with it, and has it in its memory alone: a tab whose
 * user did not press *Open* never gets this.
 */
export interface KeyedPage extends Hints {
  readonly state: 'keyed';
  /** The address of the sealed page, where pages on their way are. */
  readonly page: Address;
  /** base64url: ports carry no bytes. */
  readonly key: string;
}

/** Said by the viewer over a once port: a person pressed *Open*; the page is on the screen. */
export interface OnceTabNote {
  readonly type: 'open' | 'shown';
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
