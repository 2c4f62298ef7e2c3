/** The other relays where a page may be found. The web page connects to its own relay only, so the others are links. */
import { findLink } from '../protocol/find-link.ts';
import { formatLink } from '../protocol/link.ts';
import { t } from '../words/index.ts';

export interface OtherRelaysProps {
  /** The link of the page, from the browser's address bar. */
  readonly href: string;
}

/** A link may name any number of relays; the screen shows this many. */
const SHOWN = 5;

export function OtherRelays({ href }: OtherRelaysProps) {
  const links = linksElsewhere(href).slice(0, SHOWN);
  if (links.length === 0) return null;
  return (
    <section class="other-relays" aria-labelledby="other-relays">
      <p id="other-relays">{t('web_otherRelays')}</p>
      <ul>
        {links.map((link) => (
          <li key={link}>
            <a href={link} rel="noreferrer">
              <bdi>{new URL(link).host}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The same link, key included, at each of the other relays that it names. */
export function linksElsewhere(href: string): readonly string[] {
  const found = findLink(href);
  if (!found) return [];
  const { link, isKeyDamaged } = found;
  const { hash } = new URL(href);
  // The remains of a damaged key stay in the link, so that the other relay's page can show them.
  const at = (relay: string) =>
    isKeyDamaged ? `${relay}/${link.address}${hash}` : formatLink({ ...link, relay });
  return link.relays.filter((other) => other !== link.relay).map(at);
}
