/** Names in lines: a wrong name is worse than none. */
import { expect, test } from 'vitest';
import { nameIn, nameInLine } from '../../extension/capture/by-line.ts';

test.each([
  ['By Anna Keller', 'Anna Keller'],
  ['By Anne, last updated January 4, 2026', 'Anne'],
  ['Posted by Anne at 21:14 7 comments', 'Anne'],
  ['BY ANNA KELLER | 3 MAY', 'ANNA KELLER'],
  ['By Ludwig van der Berg and Ana de la Cruz', 'Ludwig van der Berg and Ana de la Cruz'],
  ['Von Anna Keller, 3. Mai 2026', 'Anna Keller'],
  ['Par Zoé Léger le 3 mai 2026', 'Zoé Léger'],
  ['Por Ana Muñoz · 3 de mayo', 'Ana Muñoz'],
  ['di Carlo Rossi', 'Carlo Rossi'],
  ['Autor: Jan', 'Jan'],
  ['作者：马滕', '马滕'],
  ['文 山田花子', '山田花子'],
  ['작성자 김민수', '김민수'],
  ['بقلم ليلى حداد — 29 سبتمبر 2026', 'ليلى حداد'],
  ['כתבה מאת', ''],
  ['מאת נועה לוי', 'נועה לוי'],
  ['نوشتهٔ مینا اُسِی', 'مینا اُسِی'],
])('the line %j names %j', (line, name) => {
  expect(nameInLine(line)).toBe(name);
});

test.each([
  'By train to the harbour, in pictures',
  'By Monday, the water was gone.',
  'By Night',
  'By The Numbers',
  'By 2026',
  'By',
  'Bystanders Anna Keller',
  'Von Bienen und Blumen',
  'Von Trier',
  'Par exemple',
  'De Gaulle',
  '文化',
  'كتب جديدة',
  'Anna Keller',
  `By Anna Keller, who has lived in this valley for twenty years and writes about its 3 rivers`,
])('the line %j names nobody', (line) => {
  expect(nameInLine(line)).toBe('');
});

test.each([
  ['by carol_r', 'carol_r'],
  ['Carol Reed, editor', 'Carol Reed, editor'],
  ['by Noor Haddad, 11 October 2026', 'Noor Haddad'],
  ['Petra Kuhn | Lines', 'Petra Kuhn'],
  ['Von Trier', 'Von Trier'],
  ['Von Carol Reed', 'Carol Reed'],
  ['PUBLISHED: 07:14, 3 May 2026', ''],
  ['Anna Keller Updated May 3, 2026', ''],
  ['7 May 2026', ''],
  ['@carol', ''],
  ['She writes about rivers, floods and the people who live with them', ''],
])('the mark of an author with %j names %j', (text, name) => {
  expect(nameIn(text)).toBe(name);
});
