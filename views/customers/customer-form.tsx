import { may } from '../../src/features/auth/model.ts';
import { CUSTOMER_TYPES, type FieldKey } from '../../src/features/customers/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { LANGUAGES } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextField } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { actionPath, CUSTOMERS_PATH, customerPath } from './paths.ts';

export type FormField = Exclude<FieldKey, 'active'> | 'account_number';

/** The form as it was typed, or as the customer is. */
export interface CustomerDraft {
  /** Null for a new one. */
  id: number | null;
  values: Record<FormField, string>;
  isActive: boolean;
  /** The bank vouches for them: what proves who they are is not everybody's to change. */
  isKnown: boolean;
  /** What is wrong with each field, in the person's language. */
  errors: Partial<Record<FormField, string>>;
  /** What is wrong with the whole. */
  problem: string | null;
  /** Whose the e-mail, account or id of the bank is that another customer has. */
  takenBy: number | null;
  colleagues: { id: number; name: string }[];
}

interface FormPageProps {
  draft: CustomerDraft;
  /** Of the customer, for the title. */
  name: string | null;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Adding a customer, or changing one. */
export function CustomerFormPage({ draft, name, person, files, view }: FormPageProps): JSX.Element {
  const { form } = customerTexts[view.language];
  const title = draft.id === null ? form.newTitle : form.editTitle(name ?? '');
  return (
    <PanelPage title={title} section="customers" person={person} files={files}>
      <div class="page page-narrow">
        <PageHeader
          title={title}
          {...(draft.id === null && { lead: form.newLead })}
          backPath={draft.id === null ? CUSTOMERS_PATH : customerPath(draft.id)}
          language={view.language}
        />
        <CustomerForm draft={draft} role={person.role} view={view} />
      </div>
    </PanelPage>
  );
}

export function CustomerForm({ draft, role, view }: { draft: CustomerDraft; role: Role; view: View }): JSX.Element {
  const { language } = view;
  const texts = customerTexts[language];
  const { form, fields } = texts;
  const isLocked = !may(role, 'customer.identity');
  const field = (name: FormField) => ({
    name,
    label: fields[name] ?? name,
    value: draft.values[name],
    error: draft.errors[name] ?? null,
    language,
  });
  const named = (values: readonly string[], names: Record<string, string>) =>
    values.map((value) => ({ value, label: names[value] ?? value }));
  const locked = (isLocked: boolean) =>
    isLocked ? { hint: fields.lockedHint as string, attributes: { readonly: true } } : {};
  return (
    <Form
      id="customer-form"
      action={draft.id === null ? `${CUSTOMERS_PATH}/new` : actionPath(draft.id, 'edit')}
      error={draft.problem}
    >
      <>
        {draft.takenBy === null ? (
          ''
        ) : (
          <p class="taken-by">
            <a href={customerPath(draft.takenBy)} safe>
              {form.seeOther}
            </a>
          </p>
        )}
        <fieldset class="group">
          <legend safe>{form.who}</legend>
          <div class="fields">
            <TextField {...field('full_name')} isRequired attributes={{ maxlength: '200', autocomplete: 'off' }} />
            <SelectField {...field('customer_type')} isRequired options={named(CUSTOMER_TYPES, texts.types)} />
            <TextField {...field('birth_date')} type="date" />
            <TextField
              {...field('external_id')}
              hint={fields.externalIdHint as string}
              attributes={{ maxlength: '100', autocomplete: 'off' }}
              {...locked(isLocked)}
            />
          </div>
        </fieldset>
        <fieldset class="group">
          <legend safe>{form.contact}</legend>
          <div class="fields">
            <TextField
              {...field('email')}
              type="email"
              attributes={{ maxlength: '254', autocomplete: 'off' }}
              {...locked(isLocked && draft.isKnown)}
            />
            <TextField
              {...field('phone')}
              type="tel"
              hint={fields.phoneHint as string}
              attributes={{ maxlength: '40', autocomplete: 'off' }}
            />
            <SelectField {...field('language')} isRequired options={named(LANGUAGES, texts.languages)} />
          </div>
        </fieldset>
        <fieldset class="group">
          <legend safe>{form.desk}</legend>
          <div class="fields">
            <SelectField
              {...field('agent')}
              hint={fields.agentHint as string}
              options={[
                { value: '', label: texts.nobody },
                ...draft.colleagues.map(({ id, name }) => ({ value: String(id), label: name })),
              ]}
            />
            <TextField {...field('tags')} hint={fields.tagsHint as string} attributes={{ maxlength: '800' }} />
            <TextField
              {...field('account_number')}
              hint={fields.accountHint as string}
              attributes={{ maxlength: '50', inputmode: 'numeric', autocomplete: 'off' }}
            />
          </div>
          {draft.id === null ? (
            ''
          ) : (
            <CheckField name="active" label={form.isActive} hint={form.isActiveHint} isChecked={draft.isActive} />
          )}
        </fieldset>
        <div class="form-actions">
          <Button label={draft.id === null ? form.create : form.save} kind="primary" type="submit" />
          <Button label={form.cancel} kind="quiet" href={draft.id === null ? CUSTOMERS_PATH : customerPath(draft.id)} />
        </div>
      </>
    </Form>
  );
}
