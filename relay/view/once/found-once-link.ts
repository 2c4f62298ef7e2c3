/** Finds once links in texts, also those whose end was damaged on its way. */
import { findKey, findLink, type FoundLink } from '../../protocol/find-link.ts';
import type { Link } from '../../protocol/link.ts';
import { t } from '../../words/language.ts';

/** A link with a capability. */
type OnceLink = Link & { readonly capability: Uint8Array };

/** The whole link, or a sentence that says why the text does not have it. */
export type PastedOnce = { readonly link: OnceLink } | { readonly problem: string };

/** Says whether a link opens once. One with a damaged capability does not open, and asks for the rest. */
export function isOnce({ link, isCapabilityDamaged }: FoundLink): boolean {
  return link.capability !== undefined || isCapabilityDamaged === true;
}

/** The once link at the address of `link` with the pasted capability. People paste the whole link, or its end. */
export function pastedOnceLink(link: Link, text: string): PastedOnce {
  const whole = findLink(text)?.link;
  if (whole && whole.address !== link.address) return { problem: t('view_keyElsewhere') };
  const end = whole ?? findKey(text, link)?.link;
  // A capability without its name looks like a key.
  const capability = end?.capability ?? (whole ? undefined : end?.key);
  if (!capability) return { problem: t('once_pasteWhole') };
  const { relay, address } = link;
  const { relays, expires } = whole ?? link;
  return {
    link: { relay, address, capability, relays, ...(expires !== undefined && { expires }) },
  };
}
