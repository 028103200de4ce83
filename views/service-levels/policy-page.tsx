import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextField } from '../components/fields.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { DueList, type DueNow } from './due-list.tsx';
import { type PolicyFault, serviceLevelTexts } from './service-level-texts.ts';
import { type Named, nameText } from './words.ts';

const PATH = '/panel/service-levels';
const PRIORITIES = ['URGENT', 'HIGH', 'MEDIUM', 'LOW'];

export interface PolicyFields {
  name: string;
  priority: string;
  category: string;
  /** Empty: around the clock. */
  calendarId: string;
  first: string;
  next: string;
  resolution: string;
  warn: string;
  position: string;
  isActive: boolean;
}

export interface PolicyState {
  /** Null for a new one. */
  policyId: number | null;
  fields: PolicyFields;
  faults: PolicyFault[];
  calendars: (Named & { id: number })[];
  due: DueNow;
}

interface PolicyPageProps {
  policy: PolicyState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** One policy, and what it would mean for a ticket that is opened now. */
export function PolicyPage({ policy, person, files, view }: PolicyPageProps): JSX.Element {
  const { language } = view;
  const { policy: texts } = serviceLevelTexts[language];
  const title = policy.policyId === null ? texts.newTitle : `${texts.editTitle}: ${policy.fields.name}`;
  return (
    <AdministrationPage
      current="serviceLevels"
      title={title}
      lead={texts.lead}
      backPath={PATH}
      person={person}
      files={files}
    >
      <>
        <div class="beside" id="policy-editor">
          <section class="panel-card" aria-label={title}>
            <PolicyForm policy={policy} view={view} />
          </section>
          <PolicyPreview due={policy.due} view={view} />
        </div>
      </>
    </AdministrationPage>
  );
}

export function PolicyForm({ policy, view }: Pick<PolicyPageProps, 'policy' | 'view'>): JSX.Element {
  const { language } = view;
  const { policy: texts, policies, priorities } = serviceLevelTexts[language];
  const { policyId, fields, faults, calendars } = policy;
  const faultOf = (...some: PolicyFault[]): string | null => {
    const fault = some.find((one) => faults.includes(one));
    return fault ? texts.faults[fault] : null;
  };
  const text = (maxlength: number, inputmode = 'text') => ({ maxlength, inputmode, autocomplete: 'off' });
  return (
    <Form id="policy-form" action={`${PATH}/policies${policyId === null ? '' : `/${policyId}`}`}>
      <>
        <TextField
          name="name"
          label={texts.name}
          value={fields.name}
          error={faultOf('name', 'taken')}
          isRequired
          attributes={text(100)}
          language={language}
        />
        <div class="fields">
          <SelectField
            name="priority"
            label={texts.priority}
            value={fields.priority}
            options={[
              { value: '', label: texts.anyPriority },
              ...PRIORITIES.map((value) => ({ value, label: priorities[value] ?? value })),
            ]}
            isRequired
            language={language}
          />
          <TextField
            name="category"
            label={texts.category}
            value={fields.category}
            hint={texts.categoryHint}
            attributes={text(60)}
            language={language}
          />
        </div>
        <SelectField
          name="calendar_id"
          label={texts.calendar}
          value={fields.calendarId}
          options={[
            { value: '', label: policies.around },
            ...calendars.map((one) => ({ value: String(one.id), label: nameText(one, language) })),
          ]}
          error={faultOf('calendar')}
          isRequired
          language={language}
        />
        <p class="hint" safe>
          {texts.minutesHint}
        </p>
        <div class="fields are-optional">
          {(['first', 'next', 'resolution'] as const).map((name) => (
            <TextField
              name={name}
              label={texts[name]}
              value={fields[name]}
              error={faultOf(name)}
              attributes={text(30)}
              language={language}
            />
          ))}
        </div>
        <div class="fields">
          <TextField
            name="warn"
            label={texts.warn}
            value={fields.warn}
            hint={texts.warnHint}
            error={faultOf('warn')}
            isRequired
            attributes={text(3, 'numeric')}
            language={language}
          />
          <TextField
            name="position"
            label={texts.position}
            value={fields.position}
            hint={texts.positionHint}
            error={faultOf('position')}
            isRequired
            attributes={text(5, 'numeric')}
            language={language}
          />
        </div>
        <CheckField name="is_active" label={texts.isActive} isChecked={fields.isActive} hint={texts.isActiveHint} />
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

/** Asks for itself again with what is typed. */
export function PolicyPreview({ due, view }: { due: DueNow; view: View }): JSX.Element {
  const { policy: texts } = serviceLevelTexts[view.language];
  return (
    <section
      id="policy-preview"
      class="panel-card"
      aria-labelledby="policy-preview-title"
      hx-post={`${PATH}/policies/preview`}
      hx-include="#policy-form"
      hx-target="#policy-preview"
      hx-swap="outerHTML"
      hx-sync="this:replace"
      hx-trigger="input from:#policy-editor delay:400ms"
    >
      <h2 id="policy-preview-title" safe>
        {texts.preview}
      </h2>
      <p safe>{texts.previewText}</p>
      <div role="status">
        <DueList due={due} view={view} />
      </div>
    </section>
  );
}
