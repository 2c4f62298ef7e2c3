/** The reasons why a bundle is refused. Each reason needs another action of its reader. */
export type BundleProblem =
  | 'not-a-bundle' // the bytes are no manifest
  | 'newer-version' // a newer client wrote the manifest
  | 'too-large' // past one of the limits in `bundle-limits.ts`
  | 'bad-path' // a path that no file system should see
  | 'bad-entries' // entries that overlap, leave gaps or are out of order
  | 'bad-parts' // more or fewer parts than the content needs, or an address that is none
  | 'bad-part'; // a part that does not hold what the manifest says

/** A manifest or a part breaks a rule. The message names the expected and the found value. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly problem: BundleProblem;

  constructor(problem: BundleProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
