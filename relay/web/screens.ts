/** The screens that only some readers see, each in a file of its own. */
import { lazily } from './lazily.tsx';

export const READ = lazily(async () => (await import('./read-screen.tsx')).ReadScreen);
export const COMPOSE = lazily(async () => (await import('./compose-screen.tsx')).ComposeScreen);
