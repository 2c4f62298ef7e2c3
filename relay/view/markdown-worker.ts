/** The worker that parses Markdown, since the parser can take forever over what was written to that end. */
import { answerInWorker } from './answer-in-worker.ts';
import { type MarkdownWords, markdownToHtml } from './markdown.ts';

/** What the page asks of the worker. */
export interface MarkdownQuestion {
  readonly source: string;
  readonly words: MarkdownWords;
}

answerInWorker(({ source, words }: MarkdownQuestion): string => markdownToHtml(source, words));
