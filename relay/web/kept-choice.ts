/** Whether new pages are encrypted, as chosen last in this browser; encrypted where nothing was chosen. */
const NAME = 'encrypt';

export function readSealed(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    return true; // a browser may allow no storage
  }
}

export function keepSealed(isSealed: boolean): void {
  try {
    localStorage.setItem(NAME, isSealed ? 'on' : 'off');
  } catch {
    // no storage: then the choice is this tab's alone
  }
}
