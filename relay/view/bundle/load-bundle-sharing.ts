import { loadAllTexts } from '../../words/language.ts';

/** Loads the code that shares bundles, when somebody shares one, and the texts that it says. */
export async function loadBundleSharing(): Promise<typeof import('./bundle-sharing.ts')> {
  const [code] = await Promise.all([import('./bundle-sharing.ts'), loadAllTexts()]);
  return code;
}
