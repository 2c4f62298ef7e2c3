import { answer } from '../../messages.ts';
import { copyInDocument } from '../../ui/copy-in-document.ts';

answer('copyText', ({ data }) => copyInDocument(data));
