import { loadAllTexts } from '../../words/language.ts';
import { lazyComponent } from '../lazy-component.tsx';

/** The list of shares that were interrupted. Few people ever see it. */
export const InterruptedShares = lazyComponent(async () => {
  const [{ addStyles, InterruptedList }] = await Promise.all([
    import('./interrupted-list.tsx'),
    loadAllTexts(),
  ]);
  addStyles();
  return InterruptedList;
});
