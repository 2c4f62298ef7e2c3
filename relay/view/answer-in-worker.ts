/** The other end of `ask-worker.ts`. */

/** Answers each question by `answer`; what that throws ends the worker's asker's wait. */
export function answerInWorker<Question, Answer>(answer: (question: Question) => Answer): void {
  // Who asks is a module of our own, beside the worker's.
  addEventListener('message', ({ data }) => postMessage(answer(data as Question)));
}
