const SHORT = 8;
const LONGEST = 200;

/** `text` as it may stand in a log: addresses cut to eight digits, and no longer than a line. */
export function logText(text: string): string {
  return printable(
    text.replaceAll(/[0-9a-f]{9,}/gi, (digits) => digits.slice(0, SHORT)),
    LONGEST,
  );
}

/** The start of `text` without what could fool who reads it: control characters, and letters that look like others. */
export function printable(text: string, longest: number): string {
  return text.slice(0, longest).replaceAll(/[^ -~]/g, '?');
}
