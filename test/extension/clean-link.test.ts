import { expect, test } from 'vitest';
import { cleanAddress, cleanLink, hasSecrets } from '../../extension/capture/clean-link.ts';

const PAGE = 'https://site.example/articles/one?id=7';

test.each([
  ['/about', 'https://site.example/about'],
  ['two', 'https://site.example/articles/two'],
  ['//other.example/x', 'https://other.example/x'],
  ['?id=8#notes', 'https://site.example/articles/one?id=8#notes'],
  ['mailto:alice@example.org', 'mailto:alice@example.org'],
])('the link %j is made whole: %j', (href, whole) => {
  expect(cleanLink(href, PAGE)).toBe(whole);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://x/1',
  'file:///etc',
  'http://[',
])('the link %j leads nowhere', (href) => {
  expect(cleanLink(href, PAGE)).toBeUndefined();
});

test.each([
  '#notes',
  `${PAGE}#notes`,
  '',
  '#',
  ' ',
  '?',
  '?token=abc',
  '?id=7&token=abc',
  './one',
  'one#notes',
  '//site.example/articles/one',
  'http://site.example/articles/one',
])('the link %j to the page itself does not tell where a selection is from', (href) => {
  expect(cleanLink(href, PAGE)).toBeUndefined();
});

test.each([
  ['#notes', '/docs/', undefined],
  ['', '/docs/', undefined],
  ['/articles/one', '/docs/', undefined],
  ['one?id=7', '/articles/', undefined],
  ['one', '/docs/', 'https://site.example/docs/one'],
])('the link %j in a page whose links start at %j leads to %j', (href, start, whole) => {
  expect(cleanLink(href, `https://site.example${start}`, PAGE)).toBe(whole);
});

test.each([
  ['https://x.example/?utm_source=a&id=2&FBCLID=b', 'https://x.example/?id=2'],
  ['https://x.example/?gclid=1#part', 'https://x.example/#part'],
  ['https://x.example/?q=a%20b&flag&mc_eid=1', 'https://x.example/?q=a%20b&flag'],
  ['https://x.example/?q=a+b&flag', 'https://x.example/?q=a+b&flag'],
  ['https://alice:secret@x.example/', 'https://x.example/'],
  ['https://www.google.com/url?q=https://x.example/?utm_id=1&sa=U', 'https://x.example/'],
  ['https://l.facebook.com/l.php?u=https%3A%2F%2Fx.example%2F&h=A', 'https://x.example/'],
  ['https://www.google.com/url?q=javascript:1', 'https://www.google.com/url?q=javascript:1'],
])('%j comes without what only tells who follows it: %j', (href, clean) => {
  expect(cleanLink(href, PAGE)).toBe(clean);
});

test.each([
  ['https://x.example/a?utm_medium=m#:~:text=what%20was%20read', 'https://x.example/a'],
  ['https://x.example/a#part:~:text=read', 'https://x.example/a#part'],
  ['file:///home/alice/notes.html', undefined],
])('the address %j of a quoted page is told as %j', (address, told) => {
  expect(cleanAddress(address)).toBe(told);
});

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2VjcmV0LXNpZ25hdHVyZQ';
const HEX = '5f4dcc3b5aa765d61d8327deb882cf99';

test.each([
  ...[
    'token=s3cret',
    'access_token=s3cret',
    'accessToken=s3cret',
    'refresh-token=s3cret',
    'id_token=s3cret',
    'auth=s3cret',
    'authkey=s3cret',
    'user[token]=s3cret',
    'wstoken=s3cret',
    'atl_token=s3cret',
    'csrfmiddlewaretoken=s3cret',
    '_csrf=s3cret',
    'authenticity_token=s3cret',
    'sig=s3cret',
    'signature=s3cret',
    'X-Amz-Signature=s3cret',
    'X-Amz-Credential=s3cret',
    'X-Goog-Signature=s3cret',
    'AWSAccessKeyId=s3cret',
    'hmac=s3cret',
    'sid=s3cret',
    'session=s3cret',
    'session_id=s3cret',
    'PHPSESSID=s3cret',
    'JSESSIONID=s3cret',
    'ASPSESSIONIDQA=s3cret',
    'key=s3cret',
    'apikey=s3cret',
    'api_key=s3cret',
    'api-key=s3cret',
    'subscription-key=s3cret',
    'resourcekey=0-s3cret',
    'ticket=ST-s3cret',
    'jwt=s3cret',
    'SAMLResponse=s3cret',
    'code=s3cret',
    'password=s3cret',
    'passwd=s3cret',
    'pwd=s3cret',
    'user_pass=s3cret&password=s3cret',
    'secret=s3cret',
    'clientSecret=s3cret',
    'otp=482913',
    'pin=482913',
    'nonce=s3cret',
    'state=s3cret1',
    'invite=s3cret',
    'magic=s3cret',
    'login_token=s3cret',
    'email=alice@example.org',
    'to=alice%40example.org',
    'upn=s3cret1',
    'access%5Ftoken=s3cret',
    'ACCESS_TOKEN=s3cret',
    'unlock=s3cret',
    'confirmation_token=s3cret',
    `x=${JWT}`,
    `id=${JWT}`,
    `x=${HEX}`,
    'x=dGhpcyBpcyBhIHNlY3JldA9x3',
    'e=zq3k9fh2m1xqp',
    'u=550e8400-e29b-41d4-a716-446655440000',
    'next=%2Fboard%3Fjwt%3Ds3cret',
    'url=https%3A%2F%2Fx.example%2F%3Ftoken%3Ds3cret',
    'r=ghp_abcdefghijklmnopqrst',
    'zq3k9fh2m1xqp',
  ].flatMap((secret) => [
    [`https://x.example/a?${secret}`, 'https://x.example/a'],
    [`https://x.example/a?page=2&${secret}&q=b`, 'https://x.example/a?page=2&q=b'],
    [`https://x.example/a#${secret}`, 'https://x.example/a'],
  ]),
  ['https://x.example/a?id=1;token=s3cret', 'https://x.example/a'],
  ['https://x.example/a;jsessionid=s3cret?id=1', 'https://x.example/a?id=1'],
  ['https://x.example/a;sid=s3cret;v=2/b', 'https://x.example/a;v=2/b'],
  ['https://x.example/reset/a8f3kq91z', 'https://x.example/reset'],
  ['https://x.example/password-reset/a8f3kq91z/go', 'https://x.example/password-reset'],
  ['https://x.example/users/verify/a8f3kq91z?x=1', 'https://x.example/users/verify'],
  ['https://x.example/invite/a8f3kq91z?response=yes', 'https://x.example/invite?response=yes'],
  ['https://x.example/unsubscribe/a8f3kq91z', 'https://x.example/unsubscribe'],
  ['https://x.example/unsubscribe?e=abc', 'https://x.example/unsubscribe'],
  ['https://x.example/magic-link/a8f3kq91z', 'https://x.example/magic-link'],
  [`https://x.example/file/${JWT}`, 'https://x.example/file'],
  ['https://x.example/hooks/T024BE7LH/B0c3x9', 'https://x.example/hooks'],
  ['https://alice:s3cret@x.example/a?id=1', 'https://x.example/a?id=1'],
  ['https://x.example/#/inbox/zq3k9fh2m1xqp', 'https://x.example/'],
  ['https://x.example/#access_token=s3cret&token_type=bearer', 'https://x.example/'],
  ['mailto:alice@x.example?subject=a&body=s3cret', 'mailto:alice@x.example'],
  ['mailto:reply+s3cret@x.example', 'mailto:reply@x.example'],
])('%j loses its secret: %j', (href, clean) => {
  expect(cleanLink(href, PAGE)).toBe(clean);
  expect(hasSecrets(href)).toBe(!href.startsWith('mailto:'));
});

test.each([
  'https://x.example/?id=123',
  'https://x.example/watch?v=dQw4w9WgXcQ&t=42s',
  'https://x.example/watch?v=dQw4w9WgXcQ&list=PLFgquLnL59alCl_2TQvOiD5Vgm1hCaGSI',
  'https://x.example/list?page=2&q=words+of+a+search&sort=date_desc',
  'https://x.example/search?q=access+token+lifetime',
  'https://x.example/a?keyword=tokens&keywords=a,b',
  'https://x.example/issues?state=open&labels=bug',
  'https://x.example/table?sort_key=name&per_page=100',
  'https://x.example/map?lat=52.5200&lon=13.4050&zoom=12',
  'https://x.example/alice/repo/commit/5f4dcc3b5aa765d61d8327deb882cf9912345678',
  'https://x.example/alice/repo/blob/5f4dcc3/read.md?plain=1#L10-L20',
  'https://x.example/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit',
  'https://x.example/a/how-to-reset-a-password-in-2024',
  'https://x.example/reset/password',
  'https://x.example/login/help',
  'https://x.example/news/2026-09-29/river-floods-lower-valley-123456789',
  'https://x.example/?date=2026-09-29&country_code=de&currency=EUR',
  'https://x.example/wiki/Main_Page?oldid=1234567890123',
  'https://x.example/docs/#installation-on-debian-12',
  'https://x.example/docs/#/guide/first-steps?lang=en',
  'https://x.example/p?variant=41234567890123&size=XL',
  'https://doi.example/10.1000/xyz123',
  'https://x.example/a?title=HowToBakeBread&author=keller',
  'https://x.example/p/B08N5WRWNW?th=1',
  'https://x.example/design?tokens',
  'https://x.example/a?format=json&pretty',
])('%j has no secret, and stays', (href) => {
  expect(cleanLink(href, PAGE)).toBe(href);
  expect(hasSecrets(href)).toBe(false);
});
