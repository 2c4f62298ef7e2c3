/** Names of people in lines such as "By Anna Keller, 3 May": the words before a name, and the form of a name. */

/** Words before a name. Some of them are also the start of a name, and some are words of other lines. */
const BEFORE = [
  String.raw`(?:(?:(?:article|posted|published|story|text|words|written)\s)?by|av|door|par|por)`,
  String.raw`(?:af|di|von)(?!\s+\S+$)`,
  '(?:作者|著者|文|記者|取材|작성자|بقلم|كتبه|أعده|נכתב על ידי|מאת|نوشتهٔ)',
  String.raw`(?:author|auteur|autora?|autore|autorin|كتب|نوشته|نویسنده)(?=\s*[:：])`,
].join('|');
/** Such a word at the start of a line, or alone. */
export const BY = new RegExp(String.raw`^(?:${BEFORE})(?:\s*[:：]\s*|\s+|$)`, 'iu');

const LONGEST = 80;
const MOST_WORDS = 10;

/** The end of a name: a date, an office or another part of the line follows. */
const END = /\s*[,،、(（](?=.*\d)|\s[-–—|·•/]\s|\s(?:at|on|am|um|le|à|el|em|às|في)\s(?=\d)/u;

const WORD = String.raw`[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}\u200c.’'-]*`;
const LINK = '(?:van|von|der|den|del|della|de|di|da|dos|la|le|al|bin|ben|ter|zu)';
const PERSON = String.raw`${WORD}(?: (?:${LINK} )*${WORD})*`;
/** In a script without capitals, every word passes. */
const PEOPLE = new RegExp(
  String.raw`^(?!(?:[Aa][Nn]?|[Tt](?:he|HE)) )${PERSON}(?:(?:,| &| and| und| et| y| e| og| och| en| و) ${PERSON})*$`,
  'u',
);
const FULL_NAME = new RegExp(String.raw`^(?:\p{Lo}|${WORD} (?:${LINK} )*${WORD})`, 'u');

/** The name in the text of an element that is marked as an author's; '' if it is no name. */
export function nameIn(text: string): string {
  const whole = text.replace(BY, '').trim();
  return [whole, whole.split(END, 1)[0] ?? ''].find(isName) ?? '';
}

/** The name in a line that nothing marks; '' unless the line is of that form alone. */
export function nameInLine(line: string): string {
  const [before] = BY.exec(line) ?? [];
  const name = nameIn(line);
  if (before === undefined || line.length > LONGEST || !PEOPLE.test(name)) return '';
  const isDated = line.length > before.length + name.length;
  return isDated || /[:：]/.test(before) || FULL_NAME.test(name) ? name : '';
}

/** Not a date, an address or a sentence. */
function isName(text: string): boolean {
  return (
    text.length <= LONGEST &&
    text.split(' ').length <= MOST_WORDS &&
    /\p{L}/u.test(text) &&
    !/[\d@|:/]/.test(text)
  );
}
