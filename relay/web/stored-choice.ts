/** Remembers in this browser whether new pages are encrypted. They are, until somebody chooses otherwise. */
const NAME = 'encrypt';

export function readSealed(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    return true; // a browser may allow no storage
  }
}

export function storeSealed(isSealed: boolean): void {
  try {
    localStorage.setItem(NAME, isSealed ? 'on' : 'off');
  } catch {
    // no storage: then the choice holds for this tab only
  }
}
