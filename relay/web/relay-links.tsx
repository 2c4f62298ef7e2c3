/** Where else a page may be found. This page connects to its own relay alone, so the others are links. */
import type { ConnectionState } from '../client/events.ts';
import { findLink } from '../protocol/find-link.ts';
import { formatLink } from '../protocol/link.ts';
import { type Reading, t } from '../words/index.ts';

export interface OtherRelaysProps {
  /** The link of the page, as the browser has it. */
  readonly href: string;
}

/** A link may name any number. */
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

/** Whether the relay here does not help. */
export function isMissed(reading: Reading, connection: ConnectionState): boolean {
  if (reading.state === 'absent' || reading.state === 'failed') return true;
  return reading.state === 'connecting' && connection.state === 'waiting';
}

/** The same link at each of the other relays that it names, key and all. */
export function linksElsewhere(href: string): readonly string[] {
  const found = findLink(href);
  if (!found) return [];
  const { link, isKeyDamaged } = found;
  const { hash } = new URL(href);
  // What came of a damaged key stays, to be looked at there.
  const at = (relay: string) =>
    isKeyDamaged ? `${relay}/${link.address}${hash}` : formatLink({ ...link, relay });
  return link.relays.filter((other) => other !== link.relay).map(at);
}
