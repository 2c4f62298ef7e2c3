import { phrase, t } from '@mayfly/relay/words';
import type { KeeperProblem } from '../../messages.ts';

function Command({ text }: { readonly text: string }) {
  return <code dir="ltr">{text}</code>;
}

const pair = () => <Command text="mayfly keep pair" />;

/** How a keeper is started, and where its code is shown. */
export function KeeperHow() {
  return (
    <>{phrase('options_keeperHow', { start: <Command text="mayfly keep" />, pair: pair() })}</>
  );
}

/** The reason why a keeper was not added, or does not answer to its code any more. */
export function KeeperProblemWords({ problem }: { readonly problem: KeeperProblem }) {
  switch (problem) {
    case 'not-a-code':
      return <>{phrase('options_keeperNoCode', { pair: pair() })}</>;
    case 'cut-off':
      return <>{t('options_keeperCutOff')}</>;
    case 'away':
      return <>{t('options_keeperAway')}</>;
    case 'wrong-code':
      return <>{phrase('options_keeperWrongCode', { pair: pair() })}</>;
    case 'no-notes':
      return <>{t('options_keeperNoNotes')}</>;
  }
}
