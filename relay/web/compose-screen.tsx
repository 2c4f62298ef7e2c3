import { useEffect, useState } from 'preact/hooks';
import { DEFAULT_LIMITS } from '../protocol/limits.ts';
import { Brand, Compose, ConnectionNote } from '../view/index.ts';
import { t } from '../words/index.ts';
import { MADE_LINK, PREVIEW } from './screens.ts';
import type { Tab } from './tab.ts';

export * from './made-page.ts';

export interface ComposeScreenProps {
  readonly tab: Tab;
}

/** `/`: the screen for writing a page and creating it. */
export function ComposeScreen({ tab }: ComposeScreenProps) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  useEffect(() => void MADE_LINK.load(), []); // it is drawn next
  const connection = tab.connection.value;
  const create = async (creating: () => Promise<void>) => {
    setBusy(true);
    try {
      await creating();
    } catch (error) {
      console.error(error);
      setBusy(false);
      setFailure(t('web_notCreated', { reason: messageOf(error) }));
    }
  };
  return (
    <div class="home">
      <header class="bar">
        <Brand href="/" onOpen={() => tab.goHome()} />
        <span class="bar-facts">
          <ConnectionNote connection={connection} />
        </span>
      </header>
      <main class="home-main" tabIndex={-1}>
        <h1 class="home-title">{t('web_headline')}</h1>
        <p class="home-lead">{t('web_lead')}</p>
        {tab.canHash ? (
          <Compose
            draft={tab.draft.value}
            onDraft={(draft) => (tab.draft.value = draft)}
            onCreate={(draft) => void create(() => tab.create(draft))}
            preview={(draft) => <PREVIEW.Component draft={draft} />}
            takesFocus
            files={tab.files.value}
            onFiles={(files) => {
              setFailure(undefined);
              tab.files.value = files;
            }}
            onCreateFile={(file) => void create(() => tab.createFile(file))}
            pageBytes={
              connection.state === 'open' ? connection.limits.pageBytes : DEFAULT_LIMITS.pageBytes
            }
            isSealed={tab.isSealed.value}
            onSealed={(isSealed) => tab.chooseSealed(isSealed)}
            isBusy={isBusy}
            problem={failure}
          />
        ) : (
          <section class="notice" role="alert">
            <h2 class="notice-title">{t('web_cannotCreate')}</h2>
            <p>{t('view_noWebcrypto')}</p>
          </section>
        )}
        <p class="soft home-hint">{t('web_keepOpen')}</p>
      </main>
    </div>
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
