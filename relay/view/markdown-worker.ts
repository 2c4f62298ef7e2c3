/** The worker that parses Markdown, because somebody can write a text that keeps the parser busy for ever. */
import { answerInWorker } from './answer-in-worker.ts';
import { type MarkdownWords, markdownToHtml } from './markdown.ts';

/** The page's request to the worker. */
export interface MarkdownQuestion {
  readonly source: string;
  readonly words: MarkdownWords;
}

answerInWorker(({ source, words }: MarkdownQuestion): string => markdownToHtml(source, words));
