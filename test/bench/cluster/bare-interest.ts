/**
 * The least memory that interest in many addresses needs in a process. `node --expose-gc bare-interest.ts <url>
 * <count>` subscribes to `count` subjects with nothing but the client library, and sends the bytes of each to its
 * parent.
 */
import { randomBytes } from 'node:crypto';
import { connect } from '@nats-io/transport-node';
import { wantSubject } from '../../../relay/server/cluster/subjects.ts';
import type { Address } from '../../../relay/protocol/index.ts';

const [servers = '', count = ''] = process.argv.slice(2);
const connection = await connect({ servers });
const addresses = Array.from({ length: Number(count) }, () => randomBytes(32).toString('hex'));
const callback = (): void => {};
const before = heapBytes();
for (const address of addresses)
  connection.subscribe(wantSubject(address as Address), { queue: 'holders', callback });
await connection.flush();
process.send?.((heapBytes() - before) / addresses.length);
await connection.close();
process.disconnect();

function heapBytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.({ type: 'major', execution: 'sync' });
  return process.memoryUsage().heapUsed;
}
