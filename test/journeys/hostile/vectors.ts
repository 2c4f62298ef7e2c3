/** Named pieces of hostile markup, and the changes made before they are published. */
export type Vectors = Readonly<Record<string, string>>;

/** A page to publish, and the hints in its link. */
export interface HostilePage {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly fileName?: string;
}

/**
 * The replacement of `RUN`. It fits into quotes of either kind and none, and leaves a trace in every possible place.
 */
const RUN =
  'document.documentElement.dataset.ran=`ran`;fetch(`SPY`);top.postMessage(`ran`,`*`);window.name=`ran`;top.document.title=`ran`';

/** `source` with the script, and with the address under which the spy knows it. */
export function arm(name: string, source: string, spy: string): string {
  const { host } = new URL(spy);
  return source
    .replaceAll('RUN', () => RUN)
    .replaceAll('SPY', `${spy}/${slugOf(name)}`)
    .replaceAll('SCHEMELESS', `//${host}/${slugOf(name)}`)
    .replaceAll('HOST', host);
}

export function pageOf(
  name: string,
  source: string,
  hints: { readonly mediaType: string; readonly fileName?: string },
): HostilePage {
  return { name, bytes: new TextEncoder().encode(source), ...hints };
}

function slugOf(name: string): string {
  return name.replaceAll(/[^\w]+/g, '-');
}
