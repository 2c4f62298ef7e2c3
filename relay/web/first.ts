/**
 * The first file that a reader's browser gets, of a KB or so. It opens the socket and asks for the page while the rest of
 * the program is still on its way. The build makes one file of it that needs no other.
 */
import { EarlySocket } from '../client/early-socket.ts';
import { isAddress } from '../protocol/address.ts';
import { SOCKET_PATH } from '../protocol/close-codes.ts';
import { canHash } from './can-hash.ts';
import { isNamed } from './stored-names.ts';

const url = location.origin.replace(/^http/, 'ws') + SOCKET_PATH;
const address = location.pathname.slice(1);
// The program mends a link that is damaged, and then asks for its page itself.
const isWanted = canHash && isAddress(address) && !isNamed(address);
Object.assign(globalThis, { early: new EarlySocket(url, isWanted ? address : undefined) });
