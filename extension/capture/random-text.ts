/** Tells texts that a machine made up, such as tokens, from words and numbers that people read. */

/** Shorter texts are identifiers that people pass on. */
const LEAST_LENGTH = 12;
/** A date, or a number: the number of an article may be long. */
const NUMBER = /^[\d.,:-]+$/;

/** Says whether a part of a text between separators consists of letters and digits without order. */
export function looksRandom(text: string): boolean {
  if (NUMBER.test(text)) return false;
  if (UUID.test(text)) return true;
  return text.split(/[^\p{L}\p{N}_~+/=-]+/u).some(isRandomPart);
}

const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/i;

/** Says whether it has the form of a signed or sealed token. */
export function looksSigned(text: string): boolean {
  return JWT.test(text) || KNOWN_TOKEN.test(text);
}

const JWT = /\bey[\w-]{8,}\.(?:[\w-]{4,}|\.)/;
/** Tokens that begin with the name of their service. */
const KNOWN_TOKEN =
  /\b(?:gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|sk[-_](?:live|test|proj|ant)[-_]|[rp]k_(?:live|test)_|AKIA|ASIA|AIza|ya29\.|npm_|pypi-|SG\.|hf_)[\w.-]{10,}/;

export function isMailAddress(text: string): boolean {
  return /^[^\s@/]+@[^\s@/]+\.[^\s@/]{2,}$/.test(text.trim());
}

function isRandomPart(part: string): boolean {
  // Words with hyphens, as in the address of an article, are long but have order.
  return part.split(/[-_]/).some(isRandomRun) || isLongMixture(part);
}

function isRandomRun(run: string): boolean {
  if (run.length < LEAST_LENGTH || NUMBER.test(run)) return false;
  const changes = run.match(/\d(?=\p{L})|\p{L}(?=\d)/gu)?.length ?? 0;
  if (changes >= 2) return true;
  // `HowToBake` has a small letter after each capital.
  const jumps = run.match(/\p{Ll}\p{Lu}(?!\p{Ll})|\p{Lu}{2}\p{Ll}/gu)?.length ?? 0;
  return jumps >= 2 || (run.length >= 32 && /^[\da-f]+$/i.test(run));
}

/** Base64 may have hyphens and lines in it. */
function isLongMixture(part: string): boolean {
  if (part.length < 20) return false;
  const changes = part.match(/\d(?=\p{L})|\p{L}(?=\d)/gu)?.length ?? 0;
  return changes >= 4 && /\p{Lu}/u.test(part) && /\p{Ll}/u.test(part);
}
