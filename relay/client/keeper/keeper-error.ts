/**
 * `away`: the keeper does not answer now. `no-notes`: the relay passes no notes to it. `wrong-code`: the key of the code is
 * not the keeper's.
 */
export type KeeperProblem = 'away' | 'no-notes' | 'wrong-code';

/** A request to a keeper that got no answer. It may have taken effect all the same. */
export class KeeperError extends Error {
  override readonly name = 'KeeperError';
  readonly problem: KeeperProblem;

  constructor(problem: KeeperProblem) {
    super(`expected an answer of the keeper, got none: ${problem}`);
    this.problem = problem;
  }
}
