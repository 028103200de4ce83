import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';

/** Whose figures somebody may see: null for everybody's, else their own alone. */
export const agentScope = (caller: Caller): number | null => (may(caller, 'analytics.any') ? null : caller.id);
