import type { ConnectionState } from '../../client/events.ts';
import { t } from '../../words/language.ts';
import { momentWords } from '../../words/once-link.ts';
import type { OnceLinkProblem, OnceWait, OpeningProblem } from '../../words/once-opening.ts';
import { shownName } from '../../words/page-name.ts';
import { ReadingStatus } from '../reading-status.tsx';

export interface OnceStatusProps {
  readonly once: OnceWait;
  /** The origin of the link's relay. */
  readonly relay: string;
  readonly connection: ConnectionState;
}

/** Stands in the place of a page that opens once, until it is open. */
export function OnceStatus({ once, relay, connection }: OnceStatusProps) {
  switch (once.state) {
    case 'arriving':
      if (once.arriving.state === 'absent') return <Away />;
      return (
        <ReadingStatus
          reading={once.arriving}
          connection={connection}
          holders={undefined}
          cameWrong={false}
        />
      );
    case 'ready':
      return <Ready name={once.name} />;
    case 'asking':
      if (connection.state === 'waiting') return <Offline connection={connection} />;
      return (
        <>
          <h1 class="status-title status-busy">{t('once_askingTitle')}</h1>
          <p>{t('once_asking')}</p>
        </>
      );
    case 'away':
      if (connection.state === 'waiting') return <Offline connection={connection} />;
      return <Away opensItself />;
    case 'left':
      return (
        <>
          <h1 class="status-title">{t('once_leftTitle')}</h1>
          <p>{t('once_openedWhen', { time: momentWords(once.at, Date.now()) })}</p>
          <p>{t('once_left')}</p>
        </>
      );
    case 'spent':
      return <Spent at={once.at} />;
    case 'failed':
      return <Failed problem={once.problem} relay={relay} connection={connection} />;
  }
}

/** Nobody can say whether the author's browser is there. */
function Offline({ connection }: Pick<OnceStatusProps, 'connection'>) {
  const reading = { state: 'connecting' } as const;
  return (
    <ReadingStatus
      reading={reading}
      connection={connection}
      holders={undefined}
      cameWrong={false}
    />
  );
}

function Ready({ name }: { readonly name: string | undefined }) {
  return (
    <>
      <h1 class="status-title">{t('once_readyTitle')}</h1>
      {name !== undefined && (
        <p>
          <bdi class="strip-name" dir="ltr">
            {shownName(name)}
          </bdi>
        </p>
      )}
      <p>{t('once_ready')}</p>
      <p>{t('once_beReady')}</p>
    </>
  );
}

function Away({ opensItself = false }: { readonly opensItself?: boolean }) {
  return (
    <>
      <h1 class="status-title status-busy">{t('once_awayTitle')}</h1>
      <p>{t('once_away')}</p>
      {opensItself && <p>{t('once_opensItself')}</p>}
      <p>{t('once_awayWait')}</p>
    </>
  );
}

function Spent({ at }: { readonly at: number | undefined }) {
  return (
    <>
      <h1 class="status-title">{t('once_spentTitle')}</h1>
      {at !== undefined && <p>{t('once_openedWhen', { time: momentWords(at, Date.now()) })}</p>}
      <p>{t('once_tellSender')}</p>
    </>
  );
}

interface FailedProps {
  readonly problem: OpeningProblem;
  readonly relay: string;
  readonly connection: ConnectionState;
}

function Failed({ problem, relay, connection }: FailedProps) {
  if (!isOnceLinkProblem(problem)) {
    const reading = { state: 'failed', problem } as const;
    return (
      <ReadingStatus
        reading={reading}
        connection={connection}
        holders={undefined}
        cameWrong={false}
      />
    );
  }
  const { title, advice } = onceProblemText(problem, relay);
  return (
    <>
      <h1 class="status-title">{title}</h1>
      <p>{advice}</p>
      <p>{t('once_notUsedUp')}</p>
    </>
  );
}

/** The reasons of `OnceLinkProblem`, each with its words. */
const TEXTS: Readonly<
  Record<
    OnceLinkProblem['reason'],
    (relay: string) => { readonly title: string; readonly advice: string }
  >
> = {
  'bad-capability': () => ({ title: t('view_badLinkTitle'), advice: t('once_cutOff') }),
  'wrong-capability': () => ({ title: t('view_badLinkTitle'), advice: t('once_cutOff') }),
  'not-a-lock': () => ({ title: t('once_cannotTitle'), advice: t('once_notALock') }),
  'old-relay': (relay) => ({
    title: t('once_cannotTitle'),
    advice: t('once_oldRelay', { relay }),
  }),
  own: () => ({ title: t('once_ownTitle'), advice: t('once_own') }),
  'old-browser': () => ({ title: t('once_cannotTitle'), advice: t('once_oldBrowser') }),
  'no-store': () => ({ title: t('once_cannotTitle'), advice: t('once_noStore') }),
};

function onceProblemText({ reason }: OnceLinkProblem, relay: string) {
  return TEXTS[reason](relay);
}

/** Says whether the problem is one that only once links have. */
export function isOnceLinkProblem(problem: OpeningProblem): problem is OnceLinkProblem {
  return problem.reason in TEXTS;
}
