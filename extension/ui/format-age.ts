import { locale, t } from '@mayfly/relay/words';

const UNITS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** The time since `at`: `just now`, `5 minutes ago`, `yesterday`. Both in Unix milliseconds. */
export function formatAge(at: number, now: number): string {
  const elapsedMs = Math.max(0, now - at);
  const found = UNITS.find(({ ms }) => elapsedMs >= ms);
  return found ? words().format(-Math.floor(elapsedMs / found.ms), found.unit) : t('page_now');
}

let latest: { readonly locale: string; readonly words: Intl.RelativeTimeFormat } | undefined;

/** Made once for each language, because every row of a long list has an age. */
function words(): Intl.RelativeTimeFormat {
  if (latest?.locale !== locale()) {
    const made = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
    latest = { locale: locale(), words: made };
  }
  return latest.words;
}
