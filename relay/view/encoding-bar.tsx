import { useId, useMemo } from 'preact/hooks';
import { losesCharacters } from '../words/text/decode-text.ts';
import { encodingOptions } from '../words/text/encodings.ts';
import type { Page } from '../words/reading.ts';
import type { EncodingChoice } from './use-encoding.ts';
import { t } from '../words/language.ts';

export interface EncodingBarProps extends EncodingChoice {
  /** The page with its present encoding. */
  readonly page: Page;
}

/** The encoding of a text that is not UTF-8, and whether every byte of it has a meaning. */
export function EncodingBar({ page, encoding, isGuessed, onEncoding }: EncodingBarProps) {
  const id = useId();
  const isLossy = useMemo(() => losesCharacters(page), [page.bytes, encoding]);
  return (
    <div class="content-bar content-encoding">
      <label for={id}>{t('view_encoding')}</label>
      <select
        id={id}
        class="content-language"
        value={encoding}
        onChange={(event) => onEncoding(event.currentTarget.value)}
      >
        {encodingOptions(encoding).map((option) => (
          <option key={option.encoding} value={option.encoding}>
            {option.name}
          </option>
        ))}
      </select>
      <span role="status">
        {isLossy && <strong>{t('view_charactersLost')}</strong>}
        {!isLossy && isGuessed && <span class="soft">{t('view_encodingGuessed')}</span>}
      </span>
    </div>
  );
}
