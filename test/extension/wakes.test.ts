import { expect, test, vi } from 'vitest';
import { doEach } from '../../extension/background/wakes.ts';

test('each step is done in its turn, though the one before it failed', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const done: string[] = [];
  await doEach([
    async () => {
      throw new Error('the store cannot be read');
    },
    async () => void done.push('second'),
    () => Promise.reject(new Error('no storage')),
    async () => void done.push('fourth'),
  ]);
  expect(done).toEqual(['second', 'fourth']);
  expect(logged).toHaveBeenCalledTimes(2);
});
