/** Before the address of a page in `sessionStorage`. Stands by itself: the first file that is loaded asks for it too. */
export const KEPT = 'page ';
