/** The preview of a draft with its styles, in one file so that both can be loaded later. */
export { DraftPreview } from '@mayfly/relay/view';
import './draft-preview.css';
