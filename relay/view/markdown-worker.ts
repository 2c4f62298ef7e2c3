/** The worker that parses Markdown, since the parser can take forever over what was written to that end. */
import { Marked } from 'marked';
import { answerInWorker } from './answer-in-worker.ts';

const markdown = new Marked({ gfm: true }).use({
  renderer: {
    // A form field would be taken out; the tick itself is what matters.
    checkbox: ({ checked }) => `<span class="tick">${checked ? '☑' : '☐'}</span> `,
  },
});

answerInWorker((source: string): string => markdown.parse(source, { async: false }));
