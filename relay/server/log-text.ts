const SHORT = 8;
const LONGEST = 200;

/** `text` as it may stand in a log: addresses cut to eight digits, and no longer than a line. */
export function logText(text: string): string {
  return text.replaceAll(/[0-9a-f]{9,}/gi, (digits) => digits.slice(0, SHORT)).slice(0, LONGEST);
}
