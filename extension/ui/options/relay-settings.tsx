import { sentences, t } from '@mayfly/relay/words';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RelayView, RelaysView } from '../../messages.ts';
import type { AnnounceChoice } from '../../store/announce-choice.ts';
import { AddRelay, type AddRelayProps } from './add-relay.tsx';
import { AnnounceChoiceField } from './announce-field.tsx';
import { type RelayAct, RelayRow } from './relay-row.tsx';
import { OtherRelays, type OtherRelaysProps } from './unlisted-relays.tsx';

export interface RelaySettingsProps extends AddRelayProps, Omit<OtherRelaysProps, 'relays'> {
  /** Undefined until the background has answered. */
  readonly sight: RelaysView | undefined;
  readonly announceAt: AnnounceChoice;
  readonly onAnnounceAt: (choice: AnnounceChoice) => void;
  /** Called to put a relay at this place of the user's order, from 0. */
  readonly onMove: (relay: string, place: number) => void;
  readonly onRemove: (relay: string) => void;
  /** Called on a click of the user, so that a relay's links open in the viewer. */
  readonly onOpenLinks: (relay: string) => void;
}

/** The user's relays in their order, the pages announced at each, and the other relays in use. */
export function RelaySettings(props: RelaySettingsProps) {
  const { sight, announceAt, onAnnounceAt, onOpenLinks } = props;
  const own = sight?.own ?? [];
  const { list, said, act } = useActs(props, own);
  return (
    <section class="options-section" aria-labelledby="relays-title">
      <h2 id="relays-title" class="options-section-title" tabIndex={-1}>
        {t('options_relays')}
      </h2>
      <p class="soft">{t('options_relaysWhat')}</p>
      <ol class="relay-list" ref={list}>
        {own.map((one, place) => (
          <RelayRow
            key={one.relay}
            sight={one}
            place={place}
            count={own.length}
            onAct={(name) => act(name, one, place)}
            onOpenLinks={() => onOpenLinks(one.relay)}
          />
        ))}
      </ol>
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {own.length > 1 && <AnnounceChoiceField chosen={announceAt} onChoose={onAnnounceAt} />}
      <AddRelay trial={props.trial} onTry={props.onTry} onAddAnyway={props.onAddAnyway} />
      <OtherRelays relays={sight?.others ?? []} onAdd={props.onAdd} onForget={props.onForget} />
    </section>
  );
}

/** Does the actions of a row's buttons, says their result aloud, and keeps the focus at the moved row. */
function useActs({ onMove, onRemove }: RelaySettingsProps, own: readonly RelayView[]) {
  const list = useRef<HTMLOListElement>(null);
  const acted = useRef<{ readonly relay: string; readonly name: RelayAct } | undefined>(undefined);
  const [said, setSaid] = useState('');
  const order = own.map(({ relay }) => relay).join(' ');
  // A row that moves in the document loses the focus.
  useLayoutEffect(() => {
    if (acted.current) focusAfter(list.current, acted.current);
    acted.current = undefined;
  }, [order]);
  const act = (name: RelayAct, { relay, heldCount }: RelayView, place: number) => {
    acted.current = { relay, name };
    setSaid(textOf(name, relay, place, own.length, heldCount));
    if (name === 'remove') onRemove(relay);
    else onMove(relay, placeAfter(name, place));
  };
  return { list, said, act };
}

function placeAfter(name: Exclude<RelayAct, 'remove'>, place: number): number {
  if (name === 'first') return 0;
  return name === 'up' ? place - 1 : place + 1;
}

function focusAfter(
  list: HTMLElement | null,
  { relay, name }: { readonly relay: string; readonly name: RelayAct },
): void {
  const row = [...(list?.children ?? [])].find((one) => one.getAttribute('data-relay') === relay);
  const button =
    row?.querySelector<HTMLElement>(`[data-act=${name}]:not([disabled])`) ??
    row?.querySelector<HTMLElement>('[data-act]:not([disabled])') ??
    document.getElementById('relays-title'); // the row has gone
  button?.focus();
}

function textOf(
  name: RelayAct,
  relay: string,
  place: number,
  count: number,
  heldCount: number,
): string {
  if (name === 'remove') {
    const kept = heldCount > 0 && t('options_stayAnnounced', { count: heldCount });
    return sentences(t('options_removed', { relay }), kept);
  }
  const now = placeAfter(name, place);
  return now === 0
    ? t('options_nowDefault', { relay })
    : t('options_nowAt', { relay, place: now + 1, total: count });
}
