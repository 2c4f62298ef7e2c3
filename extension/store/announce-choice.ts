/** The number of the user's relays where new pages are announced: the first ones of the list. */
export const ANNOUNCE_CHOICES = ['first', 'two', 'all'] as const;
export type AnnounceChoice = (typeof ANNOUNCE_CHOICES)[number];
