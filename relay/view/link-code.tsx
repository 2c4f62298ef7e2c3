import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface LinkCodeProps {
  readonly link: string;
}

/** A link as a QR code. The code that draws it is loaded with the first one: most people never see one. */
export function LinkCode({ link }: LinkCodeProps) {
  const [code, setCode] = useState<typeof import('./qr-code.tsx')>();
  useEffect(() => void import('./qr-code.tsx').then(setCode, console.error), []);
  if (!code) return null;
  const { QrCode, qrModules } = code;
  const modules = qrModules(link);
  if (modules === undefined) {
    return <p>{t('view_qrTooLong')}</p>;
  }
  return (
    <>
      <QrCode modules={modules} label={t('view_qrLabel')} />
      <p class="soft">{t('view_qrHint')}</p>
    </>
  );
}
