/**
 * The first file that a reader's browser gets, of a KB or so: it opens the socket and says which page is wanted, while the
 * rest of the program is still on its way. The build makes one file of it, for which no other has to come.
 */
import { EarlySocket } from '../client/early-socket.ts';
import { isAddress } from '../protocol/address.ts';
import { SOCKET_PATH } from '../protocol/close-codes.ts';
import { canHash } from './can-hash.ts';
import { KEPT } from './kept-name.ts';

const url = location.origin.replace(/^http/, 'ws') + SOCKET_PATH;
const address = location.pathname.slice(1);
// A link that has to be mended is wanted by whoever mends it.
const isWanted = canHash && isAddress(address) && !isKept(address);
Object.assign(globalThis, { early: new EarlySocket(url, isWanted ? address : undefined) });

/** Whether this tab held the page before it was left or loaded again. */
function isKept(page: string): boolean {
  try {
    return sessionStorage.getItem(KEPT + page) !== null;
  } catch {
    return false; // this browser keeps nothing
  }
}
