import type { ProfileFacts } from '../../src/features/customers/model.ts';
import { type Customer, ERASURE_REASONS } from '../../src/features/customers/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Form, SelectField, TextField } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { actionPath, customerPath } from './paths.ts';

interface ErasePageProps {
  customer: Customer;
  facts: ProfileFacts;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What has to be typed before a person is erased: nothing that would have to be erased itself. */
export const confirmationOf = (customer: Pick<Customer, 'id'>): string => `#${customer.id}`;

/** What erasing a person means, and doing it. */
export function ErasePage({ customer, facts, person, files, view }: ErasePageProps): JSX.Element {
  const { erase: texts } = customerTexts[view.language];
  return (
    <PanelPage title={texts.title(customer.fullName)} section="customers" person={person} files={files}>
      <div class="page page-narrow">
        <PageHeader
          title={texts.title(customer.fullName)}
          lead={texts.lead}
          backPath={customerPath(customer.id)}
          language={view.language}
        />
        <div class="cards">
          <section class="panel-card is-red" aria-labelledby="erase-what">
            <h2 id="erase-what" safe>
              {texts.what}
            </h2>
            <ul class="rule-list">
              {texts.whatList.map((line) => (
                <li safe>{line}</li>
              ))}
              {facts.openConversations > 0 ? (
                <li>
                  <strong safe>{texts.open(formatNumber(facts.openConversations, view))}</strong>
                </li>
              ) : (
                ''
              )}
            </ul>
          </section>
          <section class="panel-card" aria-labelledby="erase-kept">
            <h2 id="erase-kept" safe>
              {texts.kept}
            </h2>
            <ul class="rule-list">
              {texts.keptList.map((line) => (
                <li safe>{line}</li>
              ))}
            </ul>
          </section>
          <section class="panel-card">
            <EraseForm customer={customer} reason="PERSON_REQUEST" typed="" error={null} problem={null} view={view} />
          </section>
        </div>
      </div>
    </PanelPage>
  );
}

interface EraseFormProps {
  customer: Customer;
  reason: string;
  /** What was typed to confirm. */
  typed: string;
  error: string | null;
  problem: string | null;
  view: View;
}

export function EraseForm({ customer, reason, typed, error, problem, view }: EraseFormProps): JSX.Element {
  const { erase: texts, form } = customerTexts[view.language];
  const { language } = view;
  return (
    <Form id="erase-form" action={actionPath(customer.id, 'erase')} error={problem}>
      <>
        <SelectField
          name="reason"
          label={texts.reason}
          value={reason}
          isRequired
          options={ERASURE_REASONS.map((value) => ({ value, label: texts.reasons[value] ?? value }))}
          language={language}
        />
        <TextField
          name="confirmation"
          label={texts.confirmation(confirmationOf(customer))}
          value={typed}
          error={error}
          isRequired
          language={language}
          attributes={{ maxlength: '20', autocomplete: 'off', spellcheck: 'false' }}
        />
        <div class="form-actions">
          <Button label={texts.submit} kind="danger" type="submit" />
          <Button label={form.cancel} kind="quiet" href={customerPath(customer.id)} />
        </div>
      </>
    </Form>
  );
}
