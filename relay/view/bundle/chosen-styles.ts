/** The styles of the forms for several files. */
import { addStylesOf } from '../lazy-styles.ts';
// oxlint-disable-next-line import/default -- by this query Vite gives the address of the file
import address from './bundle-chosen.css?url';

export const addStyles = () => addStylesOf(address);
