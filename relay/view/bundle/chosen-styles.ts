/** The styles of the forms for several files. */
import { adoptStyles } from '../adopted-styles.ts';
import styles from './chosen.css?inline';

export const addStyles = () => adoptStyles(styles);
