import { t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import type { PageForm } from '../../messages.ts';
import type { PageSharing } from './page-sharing.ts';
import { formName } from './preview-words.ts';

const FORMS: readonly PageForm[] = ['article', 'view', 'whole', 'quotation'];

/** The choice of the form in which the page is shared. Reads signals. */
export function FormChoice({ sharing }: { readonly sharing: PageSharing }) {
  const name = useId();
  const chosen = sharing.form.value;
  const forms = FORMS.filter((form) => form !== 'quotation' || sharing.hasQuotation.value);
  return (
    <fieldset class="choice share-page-forms">
      <legend class="visually-hidden">{t('sharePage_forms')}</legend>
      {forms.map((form) => (
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
