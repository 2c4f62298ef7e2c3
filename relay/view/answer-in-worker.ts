/** The other end of `ask-worker.ts`. */

/** Answers each question by `answer`. An error in it ends the wait of the asker. */
export function answerInWorker<Question, Answer>(answer: (question: Question) => Answer): void {
  // The asker is a module of our own, beside the worker's.
  addEventListener('message', ({ data }) => postMessage(answer(data as Question)));
}
