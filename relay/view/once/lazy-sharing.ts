/** The author's side of once links. Most people never see it, so its code is loaded when it is first drawn. */
import { loadAllTexts } from '../../words/language.ts';
import { lazyComponent } from '../lazy-component.tsx';

export const OPENS_CHOICE = lazyComponent(async () => {
  const [{ OpensChoice }, { addStyles }] = await Promise.all([
    import('./opens-choice.tsx'),
    import('./sharing-styles.ts'),
    loadAllTexts(),
  ]);
  addStyles();
  return OpensChoice;
});

export const ONCE_LINKS = lazyComponent(async () => {
  const [{ OnceLinks }, { addStyles }] = await Promise.all([
    import('./once-links.tsx'),
    import('./sharing-styles.ts'),
    loadAllTexts(),
  ]);
  addStyles();
  return OnceLinks;
});
