import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';

interface FormProps {
  /** Of the form, which an answer replaces as a whole: the same form again with what was typed (422), or what follows. */
  id: string;
  action: string;
  /** Fields and buttons. */
  children: JSX.Element;
  /** What is wrong with the whole; what is wrong with a field stands at the field. */
  error?: string | null;
}

/**
 * A form that stays where it is. The answer to it is either what comes next, or (status 422) this form with `error` at
 * its fields and what was typed in them: the first of those gets the focus.
 */
export function Form({ id, action, children, error = null }: FormProps): JSX.Element {
  return (
    <form
      id={id}
      class="form"
      method="post"
      action={action}
      hx-post={action}
      hx-target={`#${id}`}
      hx-swap="outerHTML"
      hx-sync="this:drop"
      novalidate
    >
      <FormProblem error={error} />
      {children}
    </form>
  );
}

/** What is wrong with a form as a whole; nothing for null. */
export function FormProblem({ error, id }: { error: string | null; id?: string }): JSX.Element {
  if (!error) return '';
  return (
    <p class="problem" role="alert" {...(id && { id })}>
      <Icon name="alert" />
      <span safe>{error}</span>
    </p>
  );
}

interface FieldProps {
  name: string;
  label: string;
  /** What was typed or stands in the database. */
  value: string;
  /** What is wrong with it, in the person's language. */
  error?: string | null;
  hint?: string;
  isRequired?: boolean;
  language: Language;
  /** Whatever else the control needs: `autocomplete`, `maxlength`, `inputmode`, `data-shortcut`. */
  attributes?: Record<string, unknown>;
}

/** One line of text. */
export function TextField({ type = 'text', ...props }: FieldProps & { type?: string }): JSX.Element {
  return (
    <Field {...props}>
      <input type={type} value={props.value} {...controlOf(props)} />
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({ rows = 4, ...props }: FieldProps & { rows?: number }): JSX.Element {
  return (
    <Field {...props}>
      <textarea rows={String(rows)} {...controlOf(props)} safe>
        {props.value}
      </textarea>
    </Field>
  );
}

/** One of some. */
export function SelectField({
  options,
  ...props
}: FieldProps & { options: { value: string; label: string }[] }): JSX.Element {
  return (
    <Field {...props}>
      <select {...controlOf(props)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === props.value} safe>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface CheckFieldProps {
  name: string;
  label: string;
  isChecked: boolean;
  hint?: string;
  attributes?: Record<string, unknown>;
}

/** Yes or no; it sends `on` for yes. */
export function CheckField({ name, label, isChecked, hint, attributes = {} }: CheckFieldProps): JSX.Element {
  const id = idOf(name);
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        name={name}
        checked={isChecked}
        {...(hint && { 'aria-describedby': `${id}-hint` })}
        {...attributes}
      />
      <label for={id}>
        <span safe>{label}</span>
        {hint ? (
          <span class="hint" id={`${id}-hint`} safe>
            {hint}
          </span>
        ) : (
          ''
        )}
      </label>
    </div>
  );
}

const idOf = (name: string): string => `field-${name.replace(/[^\w-]/g, '-')}`;

/** The label, the hint and what is wrong, around a control. */
function Field({
  name,
  label,
  hint,
  error,
  isRequired = false,
  language,
  children,
}: FieldProps & { children: JSX.Element }): JSX.Element {
  const id = idOf(name);
  return (
    <div class={['field', error && 'has-error']}>
      <label for={id}>
        <span safe>{label}</span>
        {isRequired ? (
          ''
        ) : (
          <span class="optional" safe>
            {shellTexts[language].form.optional}
          </span>
        )}
      </label>
      {children}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="alert" />
          <span safe>{error}</span>
        </p>
      ) : (
        ''
      )}
      {hint ? (
        <p class="hint" id={`${id}-hint`} safe>
          {hint}
        </p>
      ) : (
        ''
      )}
    </div>
  );
}

function controlOf({ name, error, hint, isRequired = false, attributes = {} }: FieldProps): Record<string, unknown> {
  const id = idOf(name);
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return {
    id,
    name,
    ...(isRequired && { required: true }),
    ...(error && { 'aria-invalid': 'true' }),
    ...(described && { 'aria-describedby': described }),
    ...attributes,
  };
}
