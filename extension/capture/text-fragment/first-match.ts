/**
 * Finds the place that a browser would show for a text fragment: the first that matches. It takes parts of words as
 * matches too, where a browser takes whole words only, so it never overlooks one.
 */
import { folded, type Run, type Spot } from './runs.ts';

/** The texts of a text fragment. A browser looks for `start`, then for `end` after it, each beside its context. */
export interface Directive {
  readonly prefix?: string | undefined;
  readonly start: string;
  readonly end?: string | undefined;
  readonly suffix?: string | undefined;
}

interface Match {
  readonly from: Spot;
  readonly to: Spot;
}

export function firstMatch(runs: readonly Run[], directive: Directive): Match | undefined {
  const [prefix, start, end, suffix] = [
    directive.prefix,
    directive.start,
    directive.end,
    directive.suffix,
  ].map((text) => (text === undefined ? undefined : folded(text)));
  for (const match of matches(runs, start ?? '', { run: 0, at: 0 })) {
    if (prefix !== undefined && !textBefore(runs, match.from).endsWith(prefix)) continue;
    const isEnd = ({ to }: Match) => suffix === undefined || textAfter(runs, to).startsWith(suffix);
    if (end === undefined) {
      if (isEnd(match)) return match;
      continue;
    }
    for (const last of matches(runs, end, match.to)) {
      if (isEnd(last)) return { from: match.from, to: last.to };
    }
    return undefined;
  }
  return undefined;
}

function* matches(runs: readonly Run[], text: string, after: Spot): Generator<Match, undefined> {
  for (let run = after.run; run < runs.length; run++) {
    const within = runs[run]?.folded ?? '';
    let at = within.indexOf(text, run === after.run ? after.at : 0);
    while (at >= 0) {
      yield { from: { run, at }, to: { run, at: at + text.length } };
      at = within.indexOf(text, at + 1);
    }
  }
}

function textBefore(runs: readonly Run[], { run, at }: Spot): string {
  let text = runs[run]?.folded.slice(0, at).trimEnd() ?? '';
  for (let i = run - 1; text === '' && i >= 0; i--) text = runs[i]?.folded.trimEnd() ?? '';
  return text;
}

function textAfter(runs: readonly Run[], { run, at }: Spot): string {
  let text = runs[run]?.folded.slice(at).trimStart() ?? '';
  for (let i = run + 1; text === '' && i < runs.length; i++) {
    text = runs[i]?.folded.trimStart() ?? '';
  }
  return text;
}
