/** The styles of these screens, which the first screen of a program does without. */
import { adoptStyles } from '../adopted-styles.ts';
import styles from './bundle.css?inline';

export const addStyles = () => adoptStyles(styles);
