/** The screens and parts that not every reader sees, each in a file of its own. */
import { lazyComponent } from '../view/lazy-component.tsx';
import { loadAllTexts } from '../words/language.ts';

export const READ = lazyComponent(async () => (await import('./read-screen.tsx')).ReadScreen);
export const READ_FILES = lazyComponent(
  async () => (await withTexts(import('./bundle/read-files-screen.tsx'))).ReadFilesScreen,
);
export const ONCE = lazyComponent(
  async () => (await withTexts(import('./once/once-screen.tsx'))).OnceScreen,
);
export const SHARED = lazyComponent(
  async () => (await withTexts(import('./once/shared-screen.tsx'))).SharedScreen,
);
export const NOWHERE = lazyComponent(
  async () => (await import('./nowhere-screen.tsx')).NowhereScreen,
);
export const DELETE_QUESTION = lazyComponent(
  async () => (await import('./delete-question.tsx')).DeleteQuestion,
);
export const OTHER_RELAYS = lazyComponent(
  async () => (await import('./relay-links.tsx')).OtherRelays,
);
export const MADE_LINK = lazyComponent(async () => (await import('./made-link.tsx')).MadeLink);
export const PREVIEW = lazyComponent(
  async () => (await import('../view/draft-preview.tsx')).DraftPreview,
);
export const COMPOSE = lazyComponent(
  async () => (await import('./compose-screen.tsx')).ComposeScreen,
);

/** Loads the code of a screen, and the texts that do not come with the program. */
async function withTexts<Code>(importing: Promise<Code>): Promise<Code> {
  const [code] = await Promise.all([importing, loadAllTexts()]);
  return code;
}
