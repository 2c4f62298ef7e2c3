/** The styles of the author's side of once links. */
import { adoptStyles } from '../adopted-styles.ts';
import styles from './sharing.css?inline';

let areThere = false;

export function addStyles(): void {
  if (!areThere) adoptStyles(styles);
  areThere = true;
}
