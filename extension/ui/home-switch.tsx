import { t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import type { Composing } from './draft-state.ts';

export interface HomeSwitchProps {
  readonly composing: Composing;
  /** The switch stands where there is no room for its explanation. */
  readonly isBrief?: boolean;
}

/** Switches whether the user's keepers keep new pages too. Reads a signal. */
export function HomeSwitch({ composing, isBrief = false }: HomeSwitchProps) {
  const explanation = useId();
  const keepsAtHome = composing.keepsAtHome.value;
  return (
    <div class="encrypt home-switch">
      <label class="encrypt-label" title={isBrief ? t('share_keepAtHomeWhat') : undefined}>
        <input
          type="checkbox"
          role="switch"
          class="encrypt-input"
          checked={keepsAtHome}
          aria-describedby={isBrief ? undefined : explanation}
          onChange={(event) => composing.setKeepsAtHome(event.currentTarget.checked)}
        />
        {t('share_keepAtHome')}
      </label>
      {!isBrief && (
        <p class="encrypt-explanation" id={explanation}>
          {t('share_keepAtHomeWhat')}
        </p>
      )}
    </div>
  );
}
