import { useEffect, useState } from 'preact/hooks';
import { DEFAULT_LIMITS } from '../protocol/limits.ts';
import {
  Brand,
  Compose,
  ConnectionNote,
  InterruptedShares,
  SharingProblem,
} from '../view/index.ts';
import { t } from '../words/index.ts';
import { MADE_LINK, PREVIEW } from './screens.ts';
import type { Tab } from './tab.ts';
import { TabShares } from './tab-shares.ts';

export * from './made-page.ts';

export interface ComposeScreenProps {
  readonly tab: Tab;
}

/** `/`: the screen for writing a page and creating it. */
export function ComposeScreen({ tab }: ComposeScreenProps) {
  useEffect(() => void MADE_LINK.load(), []); // it is drawn next
  return (
    <div class="home">
      <header class="bar">
        <Brand href="/" onOpen={() => tab.goHome()} />
        <span class="bar-facts">
          <ConnectionNote connection={tab.connection.value} />
        </span>
      </header>
      <main class="home-main" tabIndex={-1}>
        <h1 class="home-title">{t('web_headline')}</h1>
        <p class="home-lead">{t('web_lead')}</p>
        {tab.canHash ? (
          <Form tab={tab} />
        ) : (
          <section class="notice" role="alert">
            <h2 class="notice-title">{t('web_cannotCreate')}</h2>
            <p>{t('view_noWebcrypto')}</p>
          </section>
        )}
        <p class="soft home-hint">{t(tab.opens.value ? 'once_tabKeep' : 'web_keepOpen')}</p>
      </main>
    </div>
  );
}

/** The form for a text or for files, and the shares that were interrupted. */
function Form({ tab }: ComposeScreenProps) {
  const { isBusy, failure, create, forgive } = useCreation();
  const shares = (tab.shares ??= new TabShares(tab));
  const connection = tab.connection.value;
  const { pageBytes } = connection.state === 'open' ? connection.limits : DEFAULT_LIMITS;
  const opens = tab.opens.value;
  return (
    <>
      <InterruptedOnes tab={tab} shares={shares} />
      <Compose
        draft={tab.draft.value}
        onDraft={(draft) => (tab.draft.value = draft)}
        onCreate={(draft) => void create(() => tab.create(draft, tab.opens.peek()))}
        preview={(draft) => <PREVIEW.Component draft={draft} />}
        takesFocus
        files={tab.files.value}
        onFiles={(files) => {
          forgive();
          shares.forgive();
          tab.files.value = files;
        }}
        onCreateFile={(file) => void create(() => tab.createFile(file, tab.opens.peek()))}
        many={shares.face}
        pageBytes={pageBytes}
        opens={{ opens, onOpens: (chosen) => (tab.opens.value = chosen), needs: 'tab' }}
        isSealed={opens !== undefined || tab.isSealed.value}
        isAlwaysSealed={opens !== undefined}
        onSealed={(isSealed) => tab.chooseSealed(isSealed)}
        isBusy={isBusy}
        problem={failure ?? shares.problem.value}
      />
    </>
  );
}

interface InterruptedOnesProps extends ComposeScreenProps {
  readonly shares: TabShares;
}

function InterruptedOnes({ tab, shares }: InterruptedOnesProps) {
  const interrupted = shares.interrupted.value;
  if (interrupted.length === 0 || tab.isSharing.value) return null;
  return (
    <InterruptedShares.Component
      shares={interrupted}
      onGoOn={(share, files) => void shares.goOn(share, files)}
      onFinish={() => undefined} // here each one needs its files
      onDiscard={(share) => void shares.discard(share)}
    />
  );
}

/** The creation of one page: whether it goes on, and why it failed. */
function useCreation() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const create = async (creating: () => Promise<void>) => {
    setBusy(true);
    try {
      await creating();
    } catch (error) {
      console.error(error);
      setBusy(false);
      setFailure(failureOf(error));
    }
  };
  return { isBusy, failure, create, forgive: () => setFailure(undefined) };
}

function failureOf(error: unknown): string {
  if (error instanceof SharingProblem) return error.message;
  return t('web_notCreated', { reason: error instanceof Error ? error.message : String(error) });
}
