import type { Context } from '../../context.ts';
import { AppError, invalid } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { tellChange } from '../conversations/charge.ts';
import { suggestDuplicates } from './duplicate-queries.ts';
import { countBelongings, followMerged, moveBelongings, retireDuplicate } from './merge-queries.ts';
import {
  type Belongings,
  CHOSEN_FIELDS,
  type ChosenField,
  type Customer,
  type CustomerFields,
  FIELD_KEYS,
} from './model.ts';
import { insertCustomerChanges, lockCustomer, saveCustomer, setHold } from './queries.ts';
import { auditCustomer, getCustomer, requireThere } from './reading.ts';
import { differencesOf, fieldsOf } from './service.ts';

/** Why two customers are not made one. */
export class MergeRefused extends AppError {
  readonly reason: 'same' | 'bank' | 'deleted';

  constructor(reason: MergeRefused['reason']) {
    const text = {
      same: 'A customer cannot be merged into themselves',
      bank: 'The bank knows both of them, under different ids: they are two customers there',
      deleted: 'One of them is deleted; restore them first',
    }[reason];
    super('conflict', text);
    this.reason = reason;
  }
}

export interface MergePlan {
  survivor: Customer;
  duplicate: Customer;
  /** What will move. */
  moving: Belongings;
}

/** Two customers side by side, and what a merge would move. Errors: not_found, conflict (MergeRefused). */
export async function planMerge(ctx: Context, survivorId: number, duplicateId: number): Promise<MergePlan> {
  const { sql } = ctx.db;
  const [survivor, duplicate] = await Promise.all([getCustomer(sql, survivorId), getCustomer(sql, duplicateId)]);
  requireMergeable(survivor, duplicate);
  return { survivor, duplicate, moving: await countBelongings(sql, duplicateId) };
}

/**
 * Makes two customers one: all or nothing. `take` names the fields of which the duplicate's value goes on; what only one
 * of them has goes on anyway, and what does not stays in the duplicate's row and history. Errors: as `planMerge`.
 */
export async function mergeCustomers(
  ctx: Context,
  caller: Caller,
  { survivorId, duplicateId, take }: { survivorId: number; duplicateId: number; take: readonly ChosenField[] },
): Promise<{ customer: Customer; moved: Belongings }> {
  if (survivorId === duplicateId) throw new MergeRefused('same');
  const { openConversations, ...done } = await ctx.db.sql.begin(async (tx) => {
    // Always in the same order, so that two merges of one pair wait for each other.
    for (const id of [survivorId, duplicateId].sort((one, other) => one - other)) await lockCustomer(tx, id);
    const survivor = await getCustomer(tx, survivorId);
    const duplicate = await getCustomer(tx, duplicateId);
    requireMergeable(survivor, duplicate);
    const before = fieldsOf(survivor);
    const after = merged(before, fieldsOf(duplicate), take);
    await retireDuplicate(tx, duplicateId, survivorId);
    await saveCustomer(tx, survivorId, after);
    if (duplicate.heldAt && !survivor.heldAt) {
      await setHold(tx, survivorId, { by: caller.id, reason: duplicate.holdReason ?? '' });
    }
    const { openConversations, ...moved } = await moveBelongings(tx, duplicateId, survivorId);
    const actor = actorOf(caller);
    await insertCustomerChanges(tx, duplicateId, actor, [
      ...(duplicate.email ? [{ field: 'email', from: duplicate.email, to: null }] : []),
      ...(duplicate.externalId ? [{ field: 'external_id', from: duplicate.externalId, to: null }] : []),
      { field: 'merged_into', from: null, to: String(survivorId) },
    ]);
    await insertCustomerChanges(tx, survivorId, actor, [
      { field: 'merged', from: null, to: String(duplicateId) },
      ...differencesOf(before, after),
    ]);
    await suggestDuplicates(tx, [survivorId]);
    const customer = requireThere(await lockCustomer(tx, survivorId));
    await auditCustomer(tx, caller, 'customer.merge', survivorId, { duplicate: duplicateId, moved });
    return { customer, moved, openConversations };
  });
  for (const conversation of openConversations) tellChange(ctx, conversation);
  return done;
}

/** See `followMerged`: a chat may begin as somebody's while they are merged. */
export const followMerges = (ctx: Context): Promise<number> => followMerged(ctx.db.sql);

/** Errors: invalid. */
export const chosenFields = (names: readonly string[]): ChosenField[] =>
  names.map((name) => {
    const field = CHOSEN_FIELDS.find((one) => one === name);
    if (!field) throw invalid([{ field: 'take', message: `must be of ${CHOSEN_FIELDS.join(', ')}` }]);
    return field;
  });

function merged(survivor: CustomerFields, duplicate: CustomerFields, take: readonly ChosenField[]): CustomerFields {
  const taken = CHOSEN_FIELDS.filter((field) => {
    const key = FIELD_KEYS[field];
    return duplicate[key] !== null && (survivor[key] === null || take.includes(field));
  }).map((field) => FIELD_KEYS[field]);
  return {
    ...survivor,
    ...(Object.fromEntries(taken.map((key) => [key, duplicate[key]])) as Partial<CustomerFields>),
    externalId: survivor.externalId ?? duplicate.externalId,
    tags: [...new Set([...survivor.tags, ...duplicate.tags])].sort(),
  };
}

/** Errors: conflict. */
function requireMergeable(survivor: Customer, duplicate: Customer): void {
  if (survivor.id === duplicate.id) throw new MergeRefused('same');
  if (survivor.status === 'DELETED' || duplicate.status === 'DELETED') throw new MergeRefused('deleted');
  if (survivor.externalId !== null && duplicate.externalId !== null) throw new MergeRefused('bank');
}
