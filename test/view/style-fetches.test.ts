import { expect, test } from 'vitest';
import { withoutFetches } from '../../relay/view/style-fetches.ts';

test.each([
  ['color:red', 'color:red'],
  ['background:url(https://x/y) red', 'background:none red'],
  ['background: URL( "https://x" )', 'background: none'],
  ['background:url(data:image/png;base64,AA)', 'background:url(data:image/png;base64,AA)'],
  ['@import url(https://x);p{}', 'p{}'],
  ['background:image-set("https://x" 1x)', 'background:none'],
  ['background:u\\72l(https://x)', ''],
  ['@\\69mport "https://x";', ''],
  ['content:"\\201C"', 'content:"\\201C"'],
])('the style %s becomes %j', (css, cleaned) => {
  expect(withoutFetches(css)).toBe(cleaned);
});
