import { render } from 'preact';
import { ask } from '../../browser/messaging.ts';
import { previewedIn } from '../../browser/preview-tab.ts';
import { beginScreen } from '../../ui/screen.ts';

beginScreen();

const { tabId } = previewedIn(location.search);
const read = await ask('readArticle', { tabId, hasImages: false });
// The element is in index.html.
render(<p>{read.outcome}</p>, document.getElementById('app')!);
