import type { Belongings, Customer } from '../../src/features/customers/model.ts';
import { CHOSEN_FIELDS, type ChosenField } from '../../src/features/customers/model.ts';
import { formatDate, formatNumber, formatPhone } from '../../src/lib/format.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Email } from '../components/email.tsx';
import { FormProblem } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { actionPath, customerPath, mergePath } from './paths.ts';

/** Two customers side by side. */
export interface MergeComparison {
  survivor: Customer;
  duplicate: Customer;
  moving: Belongings;
}

interface MergePageProps {
  customer: Customer;
  /** Null while the other one is still looked for. */
  comparison: MergeComparison | null;
  /** What was found for the other one, and what was looked for. */
  found: Customer[];
  query: string;
  /** Why they cannot be merged. */
  problem: string | null;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Making two customers one: whose value of each field goes on, and what moves. */
export function MergePage(props: MergePageProps): JSX.Element {
  const { customer, comparison, problem, person, files, view } = props;
  const { merge: texts } = customerTexts[view.language];
  return (
    <PanelPage title={texts.title} section="customers" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={texts.title}
          lead={comparison ? texts.lead : texts.pickText}
          backPath={customerPath(customer.id)}
          language={view.language}
        />
        <FormProblem error={problem} />
        {comparison ? <MergeForm comparison={comparison} view={view} /> : <Picker {...props} />}
      </div>
    </PanelPage>
  );
}

function Picker({ customer, found, query, view }: MergePageProps): JSX.Element {
  const { merge: texts, search } = customerTexts[view.language];
  return (
    <section class="panel-card" aria-labelledby="merge-pick">
      <h2 id="merge-pick" safe>
        {texts.pick}
      </h2>
      <form method="post" action={`${actionPath(customer.id, 'merge')}/find`} class="pick-form">
        <label class="filter-search">
          <span class="hidden" safe>
            {search}
          </span>
          <input
            type="search"
            name="q"
            value={query}
            placeholder={search}
            maxlength="200"
            autocomplete="off"
            autofocus
          />
        </label>
        <Button label={customerTexts[view.language].find} icon="search" type="submit" />
      </form>
      {query !== '' && found.length === 0 ? <p safe>{texts.pickNone}</p> : ''}
      <ul class="plain-list">
        {found.map((one) => (
          <li>
            <span class="two-lines">
              <strong safe>{one.fullName}</strong>
              <span class="muted breakable" safe>
                {[one.externalId, one.email, one.phone && formatPhone(one.phone)].filter(Boolean).join(' · ')}
              </span>
            </span>
            <Button label={customerTexts[view.language].profile.compare} href={mergePath(customer.id, one.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function MergeForm({ comparison, view }: { comparison: MergeComparison; view: View }): JSX.Element {
  const texts = customerTexts[view.language].merge;
  const { survivor, duplicate, moving } = comparison;
  const say = (count: number) => formatNumber(count, view);
  const moves = (Object.keys(texts.what) as (keyof Belongings)[]).map((kind) => texts.what[kind](say(moving[kind])));
  return (
    <form
      method="post"
      action={actionPath(survivor.id, 'merge')}
      class="cards"
      {...confirmFirst({ ...texts.confirm, isDangerous: true })}
    >
      <input type="hidden" name="with" value={String(duplicate.id)} />
      <div class="table-frame">
        <table class="table merge-table">
          <caption class="hidden" safe>
            {texts.title}
          </caption>
          <thead>
            <tr>
              <th scope="col" safe>
                {texts.field}
              </th>
              <Side label={texts.keeps} customer={survivor} />
              <Side label={texts.goes} customer={duplicate} />
            </tr>
          </thead>
          <tbody>
            {CHOSEN_FIELDS.map((field) => (
              <Choice field={field} survivor={survivor} duplicate={duplicate} view={view} />
            ))}
            <Joined comparison={comparison} view={view} />
          </tbody>
        </table>
      </div>
      <section class="panel-card" aria-labelledby="merge-moving">
        <h2 id="merge-moving" safe>
          {texts.moving}
        </h2>
        <ul class="rule-list">
          {moves.map((text) => (
            <li safe>{text}</li>
          ))}
        </ul>
        <p safe>{texts.proof}</p>
      </section>
      <div class="form-actions">
        <Button label={texts.submit} kind="primary" type="submit" />
        <Button label={texts.swap} icon="transfer" href={mergePath(duplicate.id, survivor.id)} />
      </div>
    </form>
  );
}

function Side({ label, customer }: { label: string; customer: Customer }): JSX.Element {
  return (
    <th scope="col">
      <span class="two-lines">
        <span safe>{label}</span>
        <a href={customerPath(customer.id)} safe>
          {`${customer.fullName} · ${customer.externalId ?? `#${customer.id}`}`}
        </a>
      </span>
    </th>
  );
}

function shownValue(customer: Customer, field: ChosenField, view: View): string | null {
  const texts = customerTexts[view.language];
  switch (field) {
    case 'full_name':
      return customer.fullName;
    case 'email':
      return customer.email;
    case 'phone':
      return customer.phone && formatPhone(customer.phone);
    case 'birth_date':
      return customer.birthDate && formatDate(customer.birthDate, view);
    case 'customer_type':
      return texts.types[customer.customerType] ?? customer.customerType;
    case 'language':
      return texts.languages[customer.language] ?? customer.language;
    case 'agent':
      return customer.agentName;
  }
}

interface ChoiceProps {
  field: ChosenField;
  survivor: Customer;
  duplicate: Customer;
  view: View;
}

/** What only one of them has goes on by itself. */
function Choice({ field, survivor, duplicate, view }: ChoiceProps): JSX.Element {
  const texts = customerTexts[view.language];
  const label = texts.fields[field] ?? field;
  const [kept, other] = [shownValue(survivor, field, view), shownValue(duplicate, field, view)];
  const isChoice = kept !== null && other !== null && kept !== other;
  const takesOther = kept === null && other !== null;
  const cell = (value: string | null, goesOn: boolean, choice: 'survivor' | 'duplicate') => (
    <td data-label={choice === 'survivor' ? texts.merge.keeps : texts.merge.goes}>
      {isChoice ? (
        <label class="merge-choice">
          <input
            type="radio"
            name={field}
            value={choice}
            checked={goesOn}
            aria-label={texts.merge.choose(`${label}, ${value}`)}
          />
          <ShownValue field={field} value={value ?? ''} />
        </label>
      ) : (
        <span class={[!goesOn && 'muted']}>
          <ShownValue field={field} value={value ?? '–'} />
        </span>
      )}
    </td>
  );
  return (
    <tr>
      <th scope="row" safe>
        {label}
      </th>
      {cell(kept, !takesOther, 'survivor')}
      {cell(other, takesOther, 'duplicate')}
    </tr>
  );
}

function ShownValue({ field, value }: { field: ChosenField; value: string }): JSX.Element {
  if (field === 'email') return <Email text={value} />;
  return (
    <span class="breakable" safe>
      {value}
    </span>
  );
}

/** Tags and accounts are joined, and the bank's id goes on whoever has it. */
function Joined({
  comparison: { survivor, duplicate },
  view,
}: {
  comparison: MergeComparison;
  view: View;
}): JSX.Element {
  const texts = customerTexts[view.language];
  const rows: [string, (customer: Customer) => string][] = [
    [texts.fields.external_id as string, ({ externalId }) => externalId ?? '–'],
    [texts.fields.tags as string, ({ tags }) => tags.join(', ') || '–'],
    [texts.columns.accounts, ({ accounts }) => accounts.map((last4) => `•• ${last4}`).join(' ') || '–'],
  ];
  return (
    <>
      {rows.map(([label, read]) => (
        <tr>
          <th scope="row" safe>
            {`${label} (${texts.merge.joined.toLowerCase()})`}
          </th>
          <td class="breakable" data-label={texts.merge.keeps} safe>
            {read(survivor)}
          </td>
          <td class="breakable" data-label={texts.merge.goes} safe>
            {read(duplicate)}
          </td>
        </tr>
      ))}
    </>
  );
}
