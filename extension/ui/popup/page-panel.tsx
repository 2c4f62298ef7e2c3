import { t } from '@mayfly/relay/words';
import { useEffect, useRef } from 'preact/hooks';
import type { PageForm } from '../../messages.ts';
import type { TabPage } from './things-at-hand.ts';

export interface PagePanelProps {
  readonly id: string;
  readonly page: TabPage;
  readonly isBusy: boolean;
  /** Opens a preview of the page in this form. */
  readonly onPreview: (form: PageForm) => void;
  readonly onShareAddress: () => void;
  readonly onFold: () => void;
}

/** The ways to share the page in the tab, or those that are left where no extension may read it. */
export function PagePanel({ id, page, isBusy, ...on }: PagePanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector('button')?.focus(), []);
  const foldOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault(); // a browser would close the popup
    on.onFold();
  };
  const preview = (form: PageForm) => () => on.onPreview(form);
  return (
    <section
      id={id}
      ref={panel}
      class="page-panel"
      aria-label={t('popup_pageForms')}
      onKeyDown={foldOnEscape}
    >
      {page.isReadable ? (
        <Way name={t('popup_article')} what={t('popup_articleWhat')} onPress={preview('article')} />
      ) : (
        <p class="page-panel-note">
          {page.address === undefined ? t('popup_unreadable') : t('popup_unreadableOnWeb')}
        </p>
      )}
      <Way name={t('popup_view')} what={t('popup_viewWhat')} onPress={preview('view')} />
      {page.isReadable && (
        <Way name={t('popup_whole')} what={t('popup_wholeWhat')} onPress={preview('whole')} />
      )}
      {page.address !== undefined && (
        <Way
          name={t('popup_address')}
          what={t('popup_addressWhat')}
          isOff={isBusy}
          onPress={on.onShareAddress}
        />
      )}
    </section>
  );
}

interface WayProps {
  readonly name: string;
  readonly what: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
}

function Way({ name, what, isOff = false, onPress }: WayProps) {
  return (
    <button class="page-way" type="button" disabled={isOff} onClick={onPress}>
      <span class="at-hand-name">{name}</span>
      <span class="page-way-what">{what}</span>
    </button>
  );
}
