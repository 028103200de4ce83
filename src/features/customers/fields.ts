import { isEmail } from '../../lib/email.ts';
import { AppError, type FieldError, invalid } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { isCard, isClabe } from '../../lib/mask/numbers.ts';
import { cleanTags } from '../../lib/tags.ts';
import { CUSTOMER_TYPES, type CustomerFields, type CustomerType } from './model.ts';

const MAX_NAME_CHARS = 200;
const MAX_EXTERNAL_ID_CHARS = 100;
/** A date of birth before this is a slip of the pen. */
const FIRST_BIRTH_YEAR = 1880;
const ACCOUNT_NUMBER = /^[0-9A-Z]{6,34}$/;

/** As somebody typed it, or a file has it. What is left out stays as it is; an empty text takes it away. */
export interface TypedFields {
  fullName?: string | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  birthDate?: string | null | undefined;
  customerType?: string | undefined;
  language?: string | undefined;
  externalId?: string | null | undefined;
  tags?: readonly string[] | undefined;
  accountNumber?: string | null | undefined;
}

/** What is wrong with a field; each has its sentence in the languages of the panel. */
export type Fault =
  | 'name_missing'
  | 'name_long'
  | 'email'
  | 'phone'
  | 'birth_date'
  | 'type'
  | 'language'
  | 'external_id'
  | 'tags'
  | 'account'
  | 'account_card';

export interface FieldFault {
  /** By the name of the interface. */
  field: string;
  fault: Fault;
}

export type CleanFields = Partial<Omit<CustomerFields, 'agentId' | 'isActive'>> & { accountNumber?: string };

/** Knows telephone numbers; the tables behind it are loaded when the first number has to be read. */
export type PhoneReader = (text: string) => string | null;

/** `country`: of numbers that are written without one, `MX`. */
export async function phoneReader(country: string): Promise<PhoneReader> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  return (text) => {
    const number = parsePhoneNumberFromString(text, { defaultCountry: country as 'MX', extract: false });
    return number?.isPossible() ? number.number : null;
  };
}

/** Reads what was typed: the fields as they are stored, and what is wrong with the others. */
export function readFields(typed: TypedFields, readPhone: PhoneReader): { fields: CleanFields; faults: FieldFault[] } {
  const fields: CleanFields = {};
  const faults: FieldFault[] = [];
  const wrong = (field: string, fault: Fault) => void faults.push({ field, fault });

  if (typed.fullName !== undefined) {
    const name = typed.fullName.replace(/\s+/g, ' ').trim();
    if (name === '') wrong('full_name', 'name_missing');
    else if (name.length > MAX_NAME_CHARS) wrong('full_name', 'name_long');
    else fields.fullName = name;
  }
  read(typed.email, (text) => (isEmail(text) ? text : undefined), 'email', 'email');
  read(typed.phone, (text) => readPhone(text) ?? undefined, 'phone', 'phone');
  read(typed.birthDate, (text) => readBirthDate(text), 'birthDate', 'birth_date');
  read(typed.externalId, (text) => (isExternalId(text) ? text : undefined), 'externalId', 'external_id');
  if (typed.customerType !== undefined) {
    const type = CUSTOMER_TYPES.find((one) => one === typed.customerType?.trim().toUpperCase());
    if (type) fields.customerType = type satisfies CustomerType;
    else wrong('customer_type', 'type');
  }
  if (typed.language !== undefined) {
    const language = LANGUAGES.find((one) => one === typed.language?.trim().toLowerCase());
    if (language) fields.language = language satisfies Language;
    else wrong('language', 'language');
  }
  if (typed.tags !== undefined) {
    const tags = tagsOf(typed.tags);
    if (tags) fields.tags = tags;
    else wrong('tags', 'tags');
  }
  const number = accountNumberOf(typed.accountNumber ?? '');
  if (number !== '') {
    if (isCard(number) && !isClabe(number)) wrong('account_number', 'account_card');
    else if (ACCOUNT_NUMBER.test(number)) fields.accountNumber = number;
    else wrong('account_number', 'account');
  }
  return { fields, faults };

  /** A text that may be taken away. */
  function read(
    text: string | null | undefined,
    parse: (text: string) => string | undefined,
    key: 'email' | 'phone' | 'birthDate' | 'externalId',
    fault: Fault,
  ): void {
    if (text === undefined) return;
    const trimmed = text?.trim() ?? '';
    const value = trimmed === '' ? null : parse(trimmed);
    if (value === undefined) wrong(fault, fault);
    else fields[key] = value;
  }
}

/** An account number without what people write between its figures. */
export const accountNumberOf = (text: string): string => text.replace(/[\s.-]/g, '').toUpperCase();

/** Whether a text that was looked for may be a whole account number, which belongs in no address and no log. */
export function looksLikeAccount(text: string): boolean {
  const number = accountNumberOf(text);
  return /^(?:[A-Z]{2}\d{2}[0-9A-Z]{10,30}|\d{10,34})$/.test(number) && !text.trim().startsWith('+');
}

/** `2001-12-31`, or as it is written in Mexico, `31/12/2001`. */
function readBirthDate(text: string): string | undefined {
  const [, year, month, day] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ??
    (/^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text)?.map((part, at, all) => (at === 0 ? part : all[4 - at])) as
      | string[]
      | undefined) ??
    [];
  if (!year || !month || !day) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const isSensible = Number(year) >= FIRST_BIRTH_YEAR && date.getTime() <= Date.now();
  return isDay && isSensible ? date.toISOString().slice(0, 10) : undefined;
}

/** Printable, as it will stand in addresses and tokens. */
const isExternalId = (text: string): boolean => text.length <= MAX_EXTERNAL_ID_CHARS && /^[\x21-\x7e]+$/.test(text);

function tagsOf(tags: readonly string[]): string[] | null {
  try {
    return cleanTags(tags);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

const SENTENCES: Record<Fault, string> = {
  name_missing: 'must not be empty',
  name_long: `must have at most ${MAX_NAME_CHARS} characters`,
  email: 'must be an e-mail address',
  phone: 'must be a telephone number, with its country code where it is of another country',
  birth_date: 'must be a day such as 1990-12-31 that has been',
  type: `must be one of ${CUSTOMER_TYPES.join(', ')}`,
  language: `must be one of ${LANGUAGES.join(', ')}`,
  external_id: `must have at most ${MAX_EXTERNAL_ID_CHARS} characters without blanks`,
  tags: 'must be at most 20 of at most 40 characters each',
  account: 'must be an account number of 6 to 34 letters and digits',
  account_card: 'must not be the number of a card',
};

/** The faults as the interface says them. */
export const refusalOf = (faults: readonly FieldFault[]): AppError =>
  new FaultyFields(
    faults,
    faults.map(({ field, fault }) => ({ field, message: SENTENCES[fault] })),
  );

/** Fields that are not as they must be; `faults` can be told in any language. */
export class FaultyFields extends AppError {
  readonly faults: readonly FieldFault[];

  constructor(faults: readonly FieldFault[], fields: FieldError[]) {
    super('invalid', invalid([]).message, { fields });
    this.faults = faults;
  }
}
