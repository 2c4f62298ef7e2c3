/** Reports the state of uploads to the options. */
import type { UploadView } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import { coalesced } from '../coalesced.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';

export interface UploadViewDeps {
  readonly pages: Pages;
  readonly uploadPolicy: UploadPolicy;
}

/** Reports at once and on change, until the returned function is called. */
export function viewUploads(
  { pages, uploadPolicy }: UploadViewDeps,
  report: (view: UploadView) => void,
): () => void {
  const refresh = coalesced(async () => {
    const [uploads, servedToday] = await Promise.all([
      uploadPolicy.uploads(),
      uploadPolicy.servedToday(),
    ]);
    if (!refresh.isStopped())
      report({ uploads, servedToday, knowsMetered: uploadPolicy.knowsMetered });
  });
  const stops = [
    uploadPolicy.subscribe(refresh.run),
    pages.subscribe(({ type }) => type === 'served' && refresh.run()),
    refresh.stop,
  ];
  refresh.run();
  return () => stops.forEach((stop) => stop());
}
