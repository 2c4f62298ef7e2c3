/** The screens of once links, which few people see: each is loaded when it is first drawn. */
import { loadAllTexts } from '../../words/language.ts';
import { adoptStyles } from '../adopted-styles.ts';
import { lazyComponent } from '../lazy-component.tsx';

export const ONCE_READING = lazyComponent(async () => {
  const [{ OnceReading }, { default: styles }] = await Promise.all([
    import('./once-reading.tsx'),
    import('./once.css?inline'),
    loadAllTexts(),
  ]);
  adoptStyles(styles);
  return OnceReading;
});
