import { t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import type { PageForm } from '../../messages.ts';
import type { PageSharing } from './page-sharing.ts';
import { formName } from './preview-words.ts';

const FORMS: readonly PageForm[] = ['article', 'view', 'whole', 'quotation'];

/** The forms that the page can be shared in, as far as is known. Reads signals. */
export function formsOf({ hasQuotation }: PageSharing): readonly PageForm[] {
  return FORMS.filter((form) => form !== 'quotation' || hasQuotation.value);
}

/** The choice of the form in which the page is shared. Reads signals. */
export function FormChoice({ sharing }: { readonly sharing: PageSharing }) {
  const name = useId();
  const chosen = sharing.form.value;
  return (
    <fieldset class="choice share-page-forms">
      <legend class="visually-hidden">{t('sharePage_forms')}</legend>
      {formsOf(sharing).map((form) => (
        <label class="choice-option" key={form}>
          <input
            type="radio"
            class="choice-input"
            name={name}
            checked={form === chosen}
            onChange={() => sharing.choose(form)}
          />
          <span class="choice-label">{formName(form)}</span>
        </label>
      ))}
    </fieldset>
  );
}
