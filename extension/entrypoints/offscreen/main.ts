import { answer } from '../../messages.ts';
import { copyInDocument } from '../../browser/copy-in-document.ts';

answer('copyText', ({ data }) => copyInDocument(data));
