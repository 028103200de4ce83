import { t } from 'elysia';
import type { DeskState } from '../../../views/users/desk-form.tsx';
import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { setAvailability } from '../conversations/assignment.ts';
import { AVAILABILITIES, type Availability } from '../conversations/model.ts';

export const DeskBody = t.Object({
  availability: t.UnionEnum([...AVAILABILITIES]),
  capacity: t.String({ maxLength: 20, default: '' }),
});

export const deskStateOf = (
  ctx: Context,
  { availability, capacity }: { availability: Availability; capacity: number | null },
): DeskState => ({
  availability,
  capacity: capacity === null ? '' : String(capacity),
  teamCapacity: ctx.settings.get('desk.capacity'),
  isCapacityWrong: false,
});

/** Saves what was typed, or answers it with what is wrong. */
export async function takeDesk(
  ctx: Context,
  caller: Caller,
  userId: number,
  { availability, capacity }: typeof DeskBody.static,
): Promise<DeskState> {
  const typed = capacity.trim();
  const state = { availability, capacity, teamCapacity: ctx.settings.get('desk.capacity'), isCapacityWrong: true };
  if (!/^\d*$/.test(typed)) return state;
  try {
    await setAvailability(ctx, caller, userId, { availability, capacity: typed === '' ? null : Number(typed) });
  } catch (error) {
    const isCapacity = error instanceof AppError && error.fields.some(({ field }) => field === 'capacity');
    if (isCapacity) return state;
    throw error;
  }
  return { ...state, isCapacityWrong: false };
}
