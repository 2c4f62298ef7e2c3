// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test } from 'vitest';
import { DeleteQuestion } from '../../relay/web/delete-question.tsx';

test.each([
  [undefined, 'Nobody can say now who else has this page'],
  [1, 'You have the only copy'],
  [2, 'Other people have copies too'],
])('with a count of %s, the question before a deletion says so', (holders, sentence) => {
  const root = document.createElement('div');
  document.body.append(root);
  render(<DeleteQuestion holders={holders} onDelete={() => {}} onClose={() => {}} />, root);
  expect(root.textContent).toContain(sentence);
});
