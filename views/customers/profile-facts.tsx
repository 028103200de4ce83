import { may } from '../../src/features/auth/model.ts';
import type { Customer, Profile } from '../../src/features/customers/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { formatDate, formatNumber, formatPhone } from '../../src/lib/format.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { Email } from '../components/email.tsx';
import { Form, TextField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { actionPath, mergePath } from './paths.ts';

/** What is known of the person. */
export function ProfileFactsCard({ profile, view }: { profile: Profile; view: View }): JSX.Element {
  const { language } = view;
  const texts = customerTexts[language];
  const { customer, facts } = profile;
  const levels = panelTexts[language].customer.levels;
  return (
    <section class="panel-card" aria-labelledby="customer-facts">
      <h2 id="customer-facts" safe>
        {texts.profile.facts}
      </h2>
      <dl class="facts">
        {customer.email ? (
          <>
            <dt safe>{texts.fields.email}</dt>
            <dd>
              <Email text={customer.email} />
            </dd>
          </>
        ) : (
          ''
        )}
        <Fact label={texts.fields.phone} value={customer.phone && formatPhone(customer.phone)} />
        <Fact label={texts.fields.birth_date} value={customer.birthDate && formatDate(customer.birthDate, view)} />
        <Fact label={texts.fields.language} value={texts.languages[customer.language] ?? null} />
        <Fact label={texts.fields.external_id} value={customer.externalId ?? texts.unknown} />
        <dt safe>{texts.profile.identity}</dt>
        <dd>
          <span safe>
            {facts.level > 0
              ? (levels[facts.level] ?? texts.profile.verified(String(facts.level)))
              : texts.profile.notVerified}
          </span>
          {facts.provenAt ? (
            <>
              {' · '}
              <Moment date={facts.provenAt} view={view} style="when" />
            </>
          ) : (
            ''
          )}
        </dd>
        <Fact label={texts.fields.agent} value={customer.agentName ?? texts.nobody} />
        <Fact
          label={texts.profile.satisfaction}
          value={
            facts.rating === null
              ? texts.profile.satisfactionNone
              : texts.profile.satisfactionOf(
                  formatNumber(Math.round(facts.rating * 10) / 10, view),
                  formatNumber(facts.ratings, view),
                )
          }
        />
        <dt safe>{texts.profile.since}</dt>
        <dd>
          <Moment date={customer.createdAt} view={view} style="full" />
        </dd>
      </dl>
    </section>
  );
}

/** What is not known is left out. */
function Fact({ label, value }: { label: string | undefined; value: string | null }): JSX.Element {
  if (value === null || label === undefined) return '';
  return (
    <>
      <dt safe>{label}</dt>
      <dd class="breakable" safe>
        {value}
      </dd>
    </>
  );
}

interface CustomerCardProps {
  customer: Customer;
  role: Role;
  view: View;
}

/** Accounts by their last four digits; those of the bank when somebody wants to know. */
export function ProfileAccounts({ customer, role, view }: CustomerCardProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  const { id, accounts, externalId } = customer;
  return (
    <section class="panel-card" aria-labelledby="customer-accounts">
      <h2 id="customer-accounts" safe>
        {texts.accounts}
      </h2>
      {accounts.length === 0 ? (
        <p safe>{texts.noAccounts}</p>
      ) : (
        <ul class="plain-list">
          {accounts.map((last4) => (
            <li>
              <span class="account-end" title={texts.ending(last4)} safe>
                {`•• ${last4}`}
              </span>
              {may(role, 'customer.update') ? (
                <form
                  method="post"
                  action={actionPath(id, 'accounts')}
                  {...confirmFirst({
                    title: texts.removeAccount(last4),
                    text: texts.removeAccountText,
                    action: texts.remove,
                    isDangerous: true,
                  })}
                >
                  <input type="hidden" name="last4" value={last4} />
                  <button type="submit" class="button button-quiet" aria-label={texts.removeAccount(last4)} safe>
                    {texts.remove}
                  </button>
                </form>
              ) : (
                ''
              )}
            </li>
          ))}
        </ul>
      )}
      {externalId && customer.status === 'ACTIVE' ? (
        <details
          class="side-more"
          hx-get={actionPath(id, 'bank')}
          hx-trigger="toggle once"
          hx-target="#customer-bank"
          hx-swap="innerHTML"
        >
          <summary safe>{texts.bank}</summary>
          <div id="customer-bank" aria-live="polite">
            <Skeleton rows={2} language={view.language} />
          </div>
          <p class="hint" safe>
            {texts.bankHint}
          </p>
        </details>
      ) : (
        ''
      )}
    </section>
  );
}

/** Who may be the same person. */
export function ProfileDuplicates({ profile, view }: { profile: Profile; view: View }): JSX.Element {
  const texts = customerTexts[view.language];
  const { customer, duplicates } = profile;
  if (duplicates.length === 0) return '';
  return (
    <section class="panel-card is-amber" aria-labelledby="customer-duplicates">
      <h2 id="customer-duplicates" safe>
        {texts.profile.duplicates}
      </h2>
      <ul class="plain-list">
        {duplicates.map(({ low, high, reasons }) => {
          const other = low.id === customer.id ? high : low;
          return (
            <li>
              <span class="two-lines">
                <strong safe>{other.fullName}</strong>
                <span class="chips">
                  {reasons.map((reason) => (
                    <Chip label={texts.pairs.reasons[reason] ?? reason} tone="amber" />
                  ))}
                </span>
              </span>
              <Button label={texts.profile.compare} href={mergePath(customer.id, other.id)} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the person may ask of the bank: all that is held, and that nothing is held any more. */
export function ProfilePrivacy({ customer, role, view }: CustomerCardProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  const { id } = customer;
  if (!may(role, 'customer.export')) return '';
  return (
    <section class="panel-card" aria-labelledby="customer-privacy">
      <h2 id="customer-privacy" safe>
        {texts.privacy}
      </h2>
      <div class="deed">
        <Button label={texts.export} href={actionPath(id, 'export')} attributes={{ download: '' }} />
        <p class="hint" safe>
          {texts.exportHint}
        </p>
      </div>
      {may(role, 'customer.hold') ? <Hold customer={customer} value="" error={null} view={view} /> : ''}
      {may(role, 'customer.erase') && customer.heldAt === null ? (
        <div class="deed">
          <Button label={texts.erase} kind="danger" href={actionPath(id, 'erase')} />
        </div>
      ) : (
        ''
      )}
    </section>
  );
}

interface HoldProps {
  customer: Customer;
  /** What was typed. */
  value: string;
  error: string | null;
  view: View;
}

/** Putting a customer on legal hold, or taking it off. */
export function Hold({ customer, value, error, view }: HoldProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  const { id, heldAt } = customer;
  if (heldAt !== null) {
    return (
      <form
        method="post"
        action={actionPath(id, 'release')}
        class="deed"
        {...confirmFirst({ ...texts.confirmHoldOff, isDangerous: true })}
      >
        <Button label={texts.holdOff} type="submit" />
      </form>
    );
  }
  return (
    <Form id="customer-hold" action={actionPath(id, 'hold')}>
      <>
        <TextField
          name="reason"
          label={texts.holdReason}
          value={value}
          error={error}
          hint={texts.holdHint}
          isRequired
          language={view.language}
          attributes={{ maxlength: '300', autocomplete: 'off' }}
        />
        <Button label={texts.holdOn} icon="shield" type="submit" />
      </>
    </Form>
  );
}
