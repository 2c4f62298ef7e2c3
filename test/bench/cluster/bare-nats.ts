/**
 * The simplest program that can give pages over NATS, as a floor for the bench. `node bare-nats.ts <url>` answers each
 * request with 1 KiB, and gives a window of content on request.
 */
import { connect } from '@nats-io/transport-node';
import { KIB } from '../pages.ts';
import { MESSAGE_BYTES, PAGE, WINDOW, WINDOW_BYTES } from './bare-subjects.ts';

const [servers = ''] = process.argv.slice(2);
const connection = await connect({ servers });
const page = new Uint8Array(KIB);
const message = new Uint8Array(MESSAGE_BYTES);
connection.subscribe(PAGE, { callback: (_error, request) => void request.respond(page) });
connection.subscribe(WINDOW, {
  callback: (_error, { reply = '' }) => {
    for (let sent = 0; sent < WINDOW_BYTES; sent += MESSAGE_BYTES)
      connection.publish(reply, message);
  },
});
await connection.flush();
process.send?.('ready');
process.once('disconnect', () => process.exit(0));
