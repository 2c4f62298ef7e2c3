import { Dialog } from '@mayfly/relay/view';
import { formatBytes, t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';
import type { KeeperView, RemovedKeeper } from '../../messages.ts';
import { formatAge } from '../format-age.ts';
import { useLostFocus } from '../library/lost-focus.ts';
import { AddKeeper, type AddKeeperProps } from './add-keeper.tsx';
import { KeeperProblemWords } from './keeper-words.tsx';

export interface KeeperSettingsProps extends AddKeeperProps {
  /** Undefined until the background has answered. */
  readonly keepers: readonly KeeperView[] | undefined;
  /** Unix milliseconds. */
  readonly now: number;
  readonly onRemove: (removed: RemovedKeeper) => void;
}

/** The user's keepers, and the field to add one. */
export function KeeperSettings({ keepers = [], now, onRemove, ...adding }: KeeperSettingsProps) {
  const [leaving, setLeaving] = useState<KeeperView>();
  useLostFocus('.keeper', () => document.getElementById('keepers-title')?.focus());
  // Nothing is to be asked about one that does not delete its copies in time.
  const remove = (keeper: KeeperView) =>
    keeper.isLeaving ? onRemove({ id: keeper.id, hasCopies: false }) : setLeaving(keeper);
  return (
    <section class="options-section" aria-labelledby="keepers-title">
      <h2 id="keepers-title" class="options-section-title" tabIndex={-1}>
        {t('options_keepers')}
      </h2>
      <p class="soft">{t('options_keepersWhat')}</p>
      {keepers.length > 0 && (
        <ul class="relay-list">
          {keepers.map((keeper) => (
            <KeeperRow key={keeper.id} keeper={keeper} now={now} onRemove={() => remove(keeper)} />
          ))}
        </ul>
      )}
      <AddKeeper {...adding} />
      {leaving && (
        <Removal keeper={leaving} onRemove={onRemove} onClose={() => setLeaving(undefined)} />
      )}
    </section>
  );
}

interface KeeperRowProps {
  readonly keeper: KeeperView;
  readonly now: number;
  readonly onRemove: () => void;
}

/** A keeper: what it has, and how it is. */
function KeeperRow({ keeper, now, onRemove }: KeeperRowProps) {
  const { name, pages, usedBytes, maxBytes, waiting, problem, isLeaving } = keeper;
  const label = t('options_remove');
  return (
    <li class="relay keeper">
      <p class="relay-name">
        <strong>
          <bdi>{name}</bdi>
        </strong>
      </p>
      <p class="relay-facts">
        <span>{t('library_pages', { count: pages })}</span>
        <span>
          {t('options_keeperRoom', { used: formatBytes(usedBytes), max: formatBytes(maxBytes) })}
        </span>
        <span class="connection-note" data-state={problem ? 'waiting' : 'open'}>
          {problem ? (
            <Silence problem={problem} />
          ) : (
            t('options_keeperSeen', { age: formatAge(keeper.lastSeenAt, now) })
          )}
        </span>
        {waiting > 0 && <span>{t('options_keeperWaiting', { count: waiting })}</span>}
      </p>
      {isLeaving && <p class="soft">{t('options_keeperLeaving')}</p>}
      <div class="relay-acts">
        <button
          class="button relay-act"
          type="button"
          data-act="remove"
          aria-label={t('options_actOn', { act: label, relay: name })}
          onClick={onRemove}
        >
          {label}
        </button>
      </div>
    </li>
  );
}

/** A keeper is away now and then: that is no problem of its code. */
function Silence({ problem }: { readonly problem: NonNullable<KeeperView['problem']> }) {
  if (problem === 'away') return <>{t('options_keeperSilent')}</>;
  return <KeeperProblemWords problem={problem} />;
}

interface RemovalProps {
  readonly keeper: KeeperView;
  readonly onRemove: (removed: RemovedKeeper) => void;
  readonly onClose: () => void;
}

/** Asks whether the copies of a keeper go with it. */
function Removal({ keeper: { id, name }, onRemove, onClose }: RemovalProps) {
  const [hasCopies, setCopies] = useState(true);
  return (
    <Dialog
      title={t('options_keeperRemoveTitle', { name })}
      label={t('options_remove')}
      isDangerous
      onConfirm={() => onRemove({ id, hasCopies })}
      onClose={onClose}
    >
      <p>{t('options_keeperRemoveWhat')}</p>
      <label class="options-check">
        <input
          type="checkbox"
          checked={hasCopies}
          onChange={({ currentTarget }) => setCopies(currentTarget.checked)}
        />
        {t('options_keeperRemoveCopies')}
      </label>
    </Dialog>
  );
}
