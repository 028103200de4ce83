import type { FieldKey } from './model.ts';

/** Of what somebody decides whose value goes on. Tags are joined, and the bank's id goes on whoever has it. */
export const CHOSEN_FIELDS = [
  'full_name',
  'email',
  'phone',
  'birth_date',
  'customer_type',
  'language',
  'agent',
] as const satisfies FieldKey[];
export type ChosenField = (typeof CHOSEN_FIELDS)[number];
