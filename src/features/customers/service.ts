import type { Context } from '../../context.ts';
import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { AppError, conflict, forbidden, invalid, notFound } from '../../lib/errors.ts';
import { mask } from '../../lib/mask.ts';
import { cleanTags } from '../../lib/tags.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { findActiveUser } from '../conversations/agent-queries.ts';
import { awaitRemovals } from '../retention/hold-queries.ts';
import { suggestDuplicates } from './duplicate-queries.ts';
import { type CleanFields, phoneReader, readFields, refusalOf, type TypedFields } from './fields.ts';
import { type Customer, type CustomerFields, type CustomerNote, FIELD_KEYS } from './model.ts';
import {
  addAccount,
  type CustomerChange,
  findOwner,
  insertCustomer,
  insertCustomerChanges,
  insertNote,
  lockCustomer,
  removeAccounts,
  saveCustomer,
  setDeleted,
  setHold,
} from './queries.ts';
import { auditCustomer, getCustomer, requireThere } from './reading.ts';

const MAX_NOTE_CHARS = 10_000;
const MAX_REASON_CHARS = 500;

/** The e-mail, id of the bank or account number is another customer's. */
export class CustomerTaken extends AppError {
  readonly field: 'email' | 'external_id' | 'account_number';
  readonly ownerId: number;

  constructor({ id, field }: { id: number; field: CustomerTaken['field'] }) {
    const what = { email: 'e-mail', external_id: 'id of the bank', account_number: 'account number' }[field];
    super('conflict', `A customer with this ${what} is there already`);
    this.field = field;
    this.ownerId = id;
  }
}

export type CustomerInput = TypedFields & { agentId?: number | null | undefined; isActive?: boolean | undefined };

/** Errors: invalid (FaultyFields), conflict (CustomerTaken), forbidden (the bank's id). */
export async function createCustomer(ctx: Context, caller: Caller, input: CustomerInput): Promise<Customer> {
  const { accountNumber, ...clean } = await cleanInput(ctx, { ...input, fullName: input.fullName ?? '' });
  const fields: CustomerFields = { ...UNKNOWN, ...clean, ...(await chargeOf(ctx.db.sql, input)) } as CustomerFields;
  requireIdentity(caller, UNKNOWN, fields);
  return unlessTaken(ctx.db.sql, { ...fields, accountNumber }, () =>
    ctx.db.sql.begin(async (tx) => {
      const id = await insertCustomer(tx, fields);
      if (accountNumber) await addAccount(tx, id, accountNumber);
      await insertCustomerChanges(tx, id, actorOf(caller), [{ field: 'created', from: null, to: null }]);
      await suggestDuplicates(tx, [id]);
      await auditCustomer(tx, caller, 'customer.create', id);
      return getCustomer(tx, id);
    }),
  );
}

/**
 * Changes what is named: all of it or nothing, with its history. Errors: not_found, invalid (FaultyFields), conflict
 * (CustomerTaken, or deleted), forbidden (what proves who they are).
 */
export async function changeCustomer(
  ctx: Context,
  caller: Caller,
  id: number,
  input: CustomerInput,
): Promise<Customer> {
  const { accountNumber, ...clean } = await cleanInput(ctx, input);
  const taken = { email: clean.email, externalId: clean.externalId, accountNumber };
  return unlessTaken(
    ctx.db.sql,
    taken,
    () =>
      ctx.db.sql.begin(async (tx) => {
        const before = requireThere(await lockCustomer(tx, id));
        if (before.status === 'DELETED') throw conflict('This customer is deleted; restore them first');
        const charge = await chargeOf(tx, input);
        const current = fieldsOf(before);
        const after: CustomerFields = { ...current, ...clean, ...charge };
        requireIdentity(caller, current, after);
        const changes = differencesOf(current, after);
        if (changes.length > 0) await saveCustomer(tx, id, after);
        if (accountNumber && (await addAccount(tx, id, accountNumber))) {
          changes.push({ field: 'account', from: null, to: `•${accountNumber.slice(-4)}` });
        }
        if (changes.length === 0) return before;
        await noteChanges(tx, caller, id, changes);
        await suggestDuplicates(tx, [id]);
        return getCustomer(tx, id);
      }),
    id,
  );
}

/** Takes the account numbers away that end so. Errors: not_found. */
export async function removeAccount(ctx: Context, caller: Caller, id: number, last4: string): Promise<void> {
  await ctx.db.sql.begin(async (tx) => {
    requireThere(await lockCustomer(tx, id));
    if ((await removeAccounts(tx, id, last4)) === 0) throw notFound('Account');
    await noteChanges(tx, caller, id, [{ field: 'account', from: `•${last4}`, to: null }]);
  });
}

/** Nobody serves them any more, and all of it stays. Errors: not_found. */
export const deleteCustomer = (ctx: Context, caller: Caller, id: number): Promise<Customer> =>
  putAway(ctx, caller, id, true);

/** They are as before. Errors: not_found. */
export const restoreCustomer = (ctx: Context, caller: Caller, id: number): Promise<Customer> =>
  putAway(ctx, caller, id, false);

function putAway(ctx: Context, caller: Caller, id: number, isDeleted: boolean): Promise<Customer> {
  return ctx.db.sql.begin(async (tx) => {
    const { status } = requireThere(await lockCustomer(tx, id));
    if ((status === 'DELETED') !== isDeleted) {
      await setDeleted(tx, id, isDeleted);
      const { status: to } = await getCustomer(tx, id);
      await insertCustomerChanges(tx, id, actorOf(caller), [{ field: 'status', from: status, to }]);
      await auditCustomer(tx, caller, isDeleted ? 'customer.delete' : 'customer.restore', id);
    }
    return getCustomer(tx, id);
  });
}

/**
 * While a hold is on, nothing of the person is erased; null takes it off. Errors: not_found, invalid (no reason).
 */
export function holdCustomer(ctx: Context, caller: Caller, id: number, reason: string | null): Promise<Customer> {
  const why = reason === null ? null : mask(reason.trim()).text;
  if (why !== null && (why === '' || why.length > MAX_REASON_CHARS)) {
    throw invalid([{ field: 'reason', message: `must have 1 to ${MAX_REASON_CHARS} characters` }]);
  }
  return ctx.db.sql.begin(async (tx) => {
    if (why !== null) await awaitRemovals(tx);
    const before = requireThere(await lockCustomer(tx, id));
    if (before.holdReason !== why) {
      await setHold(tx, id, why === null ? null : { by: caller.id, reason: why });
      const change = { field: 'hold', from: before.holdReason, to: why };
      await insertCustomerChanges(tx, id, actorOf(caller), [change]);
      await auditCustomer(tx, caller, why === null ? 'customer.release_hold' : 'customer.hold', id);
    }
    return getCustomer(tx, id);
  });
}

/** What staff note about a customer. What must not be stored is masked. Errors: not_found, invalid. */
export async function noteAbout(ctx: Context, caller: Caller, id: number, note: string): Promise<CustomerNote> {
  const content = mask(note.trim()).text;
  if (content === '' || content.length > MAX_NOTE_CHARS) {
    throw invalid([{ field: 'note', message: `must have 1 to ${MAX_NOTE_CHARS} characters` }]);
  }
  const added = await ctx.db.sql.begin(async (tx) => {
    requireThere(await lockCustomer(tx, id));
    const note = await insertNote(tx, id, caller.id, content);
    await auditCustomer(tx, caller, 'customer.note', id);
    return note;
  });
  return { ...added, authorName: caller.fullName, content };
}

/** The bank's id, and the address of somebody whom the bank knows, prove who they are. Errors: forbidden. */
function requireIdentity(
  caller: Caller,
  before: Pick<CustomerFields, 'externalId' | 'email'>,
  after: Pick<CustomerFields, 'externalId' | 'email'>,
): void {
  const hasChanged =
    before.externalId !== after.externalId || (before.externalId !== null && before.email !== after.email);
  if (hasChanged && !may(caller, 'customer.identity')) {
    throw forbidden('What proves who a customer is, is changed by a supervisor');
  }
}

const UNKNOWN: Omit<CustomerFields, 'fullName'> = {
  email: null,
  phone: null,
  birthDate: null,
  customerType: 'INDIVIDUAL',
  language: 'es',
  externalId: null,
  tags: [],
  agentId: null,
  isActive: true,
};

export const fieldsOf = (customer: Customer): CustomerFields => ({
  fullName: customer.fullName,
  email: customer.email,
  phone: customer.phone,
  birthDate: customer.birthDate,
  customerType: customer.customerType,
  language: customer.language,
  externalId: customer.externalId,
  tags: customer.tags,
  agentId: customer.agentId,
  isActive: customer.status === 'ACTIVE',
});

/** What differs, as the history says it. */
export function differencesOf(before: CustomerFields, after: CustomerFields): CustomerChange[] {
  const text = (value: CustomerFields[keyof CustomerFields]): string | null =>
    value === null ? null : Array.isArray(value) ? value.join(', ') : String(value);
  return Object.entries(FIELD_KEYS)
    .map(([field, key]) => ({ field, from: text(before[key]), to: text(after[key]) }))
    .filter(({ from, to }) => from !== to);
}

async function noteChanges(tx: Sql, caller: Caller, id: number, changes: CustomerChange[]): Promise<void> {
  await insertCustomerChanges(tx, id, actorOf(caller), changes);
  await auditCustomer(tx, caller, 'customer.update', id, { fields: changes.map(({ field }) => field) });
}

async function cleanInput(ctx: Context, input: CustomerInput): Promise<CleanFields> {
  const readPhone = input.phone ? await phoneReader(ctx.settings.get('bank.country')) : () => null;
  const { fields, faults } = readFields(input, readPhone);
  if (faults.length > 0) throw refusalOf(faults);
  if (fields.tags) fields.tags = cleanTags(fields.tags);
  return fields;
}

/** Errors: invalid. */
async function chargeOf(
  sql: Sql,
  { agentId, isActive }: CustomerInput,
): Promise<Partial<Pick<CustomerFields, 'agentId' | 'isActive'>>> {
  if (typeof agentId === 'number' && !(await findActiveUser(sql, agentId))) {
    throw invalid([{ field: 'assigned_agent_id', message: 'must be an active member of staff' }]);
  }
  return { ...(agentId !== undefined && { agentId }), ...(isActive !== undefined && { isActive }) };
}

type Unique = {
  email?: string | null | undefined;
  externalId?: string | null | undefined;
  accountNumber?: string | undefined;
};

/** Errors: CustomerTaken, where the work breaks on what is another customer's. */
async function unlessTaken<Result>(
  sql: Sql,
  { email = null, externalId = null, accountNumber = '' }: Unique,
  work: () => Promise<Result>,
  ownId: number | null = null,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const owner = await findOwner(sql, { email, externalId, accountNumber, exceptId: ownId });
    throw owner ? new CustomerTaken(owner) : error;
  }
}
