/** All made pages that have an article. */
import type { Fixture } from './fixture.ts';
import * as asian from './pages/asian.ts';
import * as blogs from './pages/blogs.ts';
import * as components from './pages/components.ts';
import * as docs from './pages/docs.ts';
import * as formulas from './pages/formulas.ts';
import * as forums from './pages/forums.ts';
import * as layers from './pages/layers.ts';
import * as mail from './pages/mail.ts';
import * as news from './pages/news.ts';
import * as rightToLeft from './pages/right-to-left.ts';
import * as shops from './pages/shops.ts';
import * as texts from './pages/texts.ts';
import * as wikis from './pages/wikis.ts';

export const FIXTURES: readonly Fixture[] = [
  ...Object.values(news),
  ...Object.values(blogs),
  ...Object.values(docs),
  ...Object.values(forums),
  ...Object.values(mail),
  ...Object.values(shops),
  ...Object.values(wikis),
  ...Object.values(rightToLeft),
  ...Object.values(asian),
  ...Object.values(formulas),
  ...Object.values(components),
  ...Object.values(layers),
  ...Object.values(texts),
];
