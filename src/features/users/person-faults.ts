import type { PersonFault } from '../../../views/users/user-texts.ts';
import { AppError } from '../../lib/errors.ts';
import { isDeactivated, isLastAdministrator } from './accounts.ts';

const FIELD_FAULTS: readonly string[] = ['email', 'full_name', 'username', 'password'] satisfies PersonFault[];

/** What was wrong with a form, for a person to read. Whatever else it was is thrown on. */
export function faultsOf(error: unknown): PersonFault[] {
  if (error instanceof AppError && error.code === 'invalid') {
    const faults = error.fields.map(({ field }) => field).filter((field) => FIELD_FAULTS.includes(field));
    if (faults.length > 0) return faults as PersonFault[];
  }
  return [whyNot(error, 'taken')];
}

/** Why a deed was not done; `otherwise` for a conflict of another kind. Whatever else it was is thrown on. */
export function whyNot(error: unknown, otherwise: PersonFault): PersonFault {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'unavailable') return 'no_mail';
  if (error.code !== 'conflict') throw error;
  if (isLastAdministrator(error)) return 'last_administrator';
  return isDeactivated(error) ? 'inactive' : otherwise;
}
