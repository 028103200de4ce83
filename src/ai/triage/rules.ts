import { DANGERS } from './dangers.ts';
import { NEEDS } from './needs.ts';
import { EMERGENCY_KINDS, type EmergencyKind } from './replies.ts';
import { isGeneral } from './signals.ts';

/** What is meant even in a message that asks in general. */
const ALWAYS_MEANT: ReadonlySet<EmergencyKind> = new Set(['self_harm', 'person']);

/**
 * The first kind whose wordings the message holds.
 *
 * @param now laid out by `sentences`
 * @param before the customer's messages before it, which may complete what this one leaves unsaid
 */
export function ruleFor(now: string, before: string): EmergencyKind | null {
  const inTheAbstract = isGeneral(now);
  return (
    EMERGENCY_KINDS.find(
      (candidate) => (!inTheAbstract || ALWAYS_MEANT.has(candidate)) && isCase(candidate, now, before),
    ) ?? null
  );
}

function isCase(kind: EmergencyKind, now: string, before: string): boolean {
  return kind in DANGERS
    ? DANGERS[kind as keyof typeof DANGERS](now, before)
    : NEEDS[kind as keyof typeof NEEDS](now, before);
}
