import { answerCopyRequests } from '../../browser/offscreen-copy.ts';

answerCopyRequests();
