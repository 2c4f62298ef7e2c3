/** The screens and parts that not every reader sees, each in a file of its own. */
import { lazyComponent } from '../view/lazy-component.tsx';
import { loadAllTexts } from '../words/language.ts';

export const READ = lazyComponent(async () => (await import('./read-screen.tsx')).ReadScreen);
export const READ_FILES = lazyComponent(async () => {
  const [{ ReadFilesScreen }] = await Promise.all([
    import('./bundle/read-files-screen.tsx'),
    loadAllTexts(),
  ]);
  return ReadFilesScreen;
});
export const DELETE_QUESTION = lazyComponent(
  async () => (await import('./delete-question.tsx')).DeleteQuestion,
);
export const MADE_LINK = lazyComponent(async () => (await import('./made-link.tsx')).MadeLink);
export const PREVIEW = lazyComponent(
  async () => (await import('../view/draft-preview.tsx')).DraftPreview,
);
export const COMPOSE = lazyComponent(
  async () => (await import('./compose-screen.tsx')).ComposeScreen,
);
