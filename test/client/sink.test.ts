/** A fetch whose bytes go to a sink as they come. */
import { expect, test } from 'vitest';
import { addressOf, CorruptError, type PageSink } from '../../relay/client/index.ts';
import type { Address } from '../../relay/protocol/index.ts';
import { bytesOf, connected, reconnect } from './scene.ts';

const page = bytesOf(300);
const address = await addressOf(page);
const wrong = bytesOf(300, 2);

class ListSink implements PageSink {
  #bytes: readonly number[];
  resets = 0;

  constructor(bytes: Uint8Array = new Uint8Array()) {
    this.#bytes = [...bytes];
  }

  get received(): number {
    return this.#bytes.length;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  write(bytes: Uint8Array): void {
    this.#bytes = [...this.#bytes, ...bytes];
  }

  reset(): void {
    this.#bytes = [];
    this.resets += 1;
  }

  async address(): Promise<Address> {
    return await addressOf(this.bytes);
  }
}

test('each frame is handed over when it comes, and the fetch resolves when all is verified', async () => {
  const bob = await connected();
  const sink = new ListSink();
  const fetched = bob.client.fetchInto(sink, address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 100);
  expect(sink.bytes).toEqual(page.subarray(0, 100));
  await bob.relay.sendFrame(address, page, 100, 300);
  await fetched;
  expect(sink.bytes).toEqual(page);
  expect(bob.of('verified')).toEqual([{ type: 'verified', address, total: 300 }]);
});

test('the fetch goes on after the bytes that an earlier program got', async () => {
  const bob = await connected();
  const sink = new ListSink(page.subarray(0, 120));
  const fetched = bob.client.fetchInto(sink, address);
  await bob.relay.flush();
  expect(bob.relay.heard).toEqual([{ type: 'want', address, from: 120 }]);
  await bob.relay.sendFrame(address, page, 120, 200);
  await reconnect(bob);
  expect(bob.relay.heard).toEqual([{ type: 'want', address, from: 200 }]);
  await bob.relay.sendFrame(address, page, 200, 300);
  await fetched;
  expect(sink.bytes).toEqual(page);
});

test('wrong bytes of an earlier program are thrown away', async () => {
  const bob = await connected();
  const sink = new ListSink(wrong.subarray(0, 120));
  const fetched = bob.client.fetchInto(sink, address);
  await bob.relay.flush();
  const corrupt = bob.next('corrupt');
  await bob.relay.sendFrame(address, page, 120, 300);
  await corrupt;
  await bob.relay.sendFrame(address, page);
  await fetched;
  expect(sink.bytes).toEqual(page);
});

test('more bytes than the page has are thrown away', async () => {
  const bob = await connected();
  const sink = new ListSink(bytesOf(400));
  const fetched = bob.client.fetchInto(sink, address);
  await bob.relay.flush();
  // A relay answers a want past the end with the last byte.
  await bob.relay.sendFrame(address, page, 299, 300);
  expect(sink.resets).toBe(1);
  await bob.relay.sendFrame(address, page);
  await fetched;
  expect(sink.bytes).toEqual(page);
});

test('a sink that gets wrong bytes three times is left empty', async () => {
  const bob = await connected();
  const sink = new ListSink();
  const fetched = bob.client.fetchInto(sink, address);
  fetched.catch(() => {});
  await bob.relay.flush();
  for (let i = 0; i < 3; i += 1) {
    const corrupt = bob.next('corrupt');
    await bob.relay.sendFrame(address, wrong);
    await corrupt;
    await bob.relay.flush();
  }
  await expect(fetched).rejects.toThrow(CorruptError);
  expect(sink.received).toBe(0);
});

test('a sink that cannot take the bytes ends the fetch with its error', async () => {
  const bob = await connected();
  const sink = new ListSink();
  sink.write = () => {
    throw new Error('no space');
  };
  const fetched = bob.client.fetchInto(sink, address);
  fetched.catch(() => {});
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page);
  await expect(fetched).rejects.toThrow('no space');
  await bob.relay.flush();
  expect(bob.relay.heard.at(-1)).toEqual({ type: 'unwant', address });
});

test('a page goes to one sink at a time', async () => {
  const bob = await connected();
  const first = bob.client.fetchInto(new ListSink(), address);
  first.catch(() => {});
  await expect(bob.client.fetchInto(new ListSink(), address)).rejects.toThrow('one fetch');
  await expect(bob.client.fetch(address)).rejects.toThrow('one fetch');
});
