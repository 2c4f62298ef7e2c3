/** At which of the user's relays new pages are announced: as many as these, the first of them. */
export const ANNOUNCE_CHOICES = ['first', 'two', 'all'] as const;
export type AnnounceChoice = (typeof ANNOUNCE_CHOICES)[number];
