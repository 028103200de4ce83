import { type Likelihoods, type MessageClass, type Weights, weigh } from './classifier.ts';
import { asksOnlyToFreeze } from './freeze.ts';
import { isNoRequest } from './needs.ts';
import type { EmergencyKind } from './replies.ts';
import { ruleFor } from './rules.ts';
import { anyOf, testAny } from './signals.ts';

const URGENT = ['self_harm', 'extortion', 'fraud', 'takeover', 'sim_swap', 'lost_card', 'unknown_charge'] as const;
const NEEDS = ['bereavement', 'legal', 'complaint', 'person'] as const;
type UrgentKind = (typeof URGENT)[number];

/** From here on a message counts as urgent even where no rule fired. */
const LIKELY_URGENT = 0.7;
/** A message that could be of many kinds a little is of none. */
const LIKELY_KIND = 0.4;
/** Below this, a rule that fired is taken for a coincidence of words. */
const UNLIKELY_URGENT = 0.1;
/** Lawyers, and people who could help, are spoken of for many reasons. */
const UNLIKELY_LEGAL = 0.1;
const UNLIKELY_PERSON = 0.02;
const LIKELY_NEED = 0.5;
/** Who may be in danger is rather asked once too often. */
const LIKELY_SELF_HARM = 0.4;
/**
 * Longer messages are judged by their parts too, lest an emergency drown in what is told around it; a part alone has to
 * be clearer. Units: words.
 */
const LONG = 30;
const PART = 18;
const PART_STEP = 9;
const LIKELY_IN_PART = 0.95;
/** Below this, what the whole message says explains its parts. */
const UNLIKELY_IN_WHOLE = 0.05;
/** Somebody else inside the account needs it blocked at once, whoever it is. */
const CERTAIN = 0.6;

/** "It was stolen": what was, only the messages before can tell. */
const SOMETHING = anyOf(
  '(?:me la|la|se la) (?:robaron|quitaron|llevaron|perdi|extravie)',
  'it (?:was|is|has been|got) (?:stolen|taken|lost|gone|missing)',
  '(?:stole|took|lost) it',
);
const NAMED = anyOf(
  '(?:tarjeta[a-z]*|plastico|cartera[a-z]*|bolsa|bolso|mochila|monedero|debito|credito|celular|telefono|cards?|wallet|purse|bags?|handbag|debit|credit|phone)',
);

/** The kind of emergency or need that the rules and the weights find together; null when the message is neither. */
export function decide(text: string, now: string, before: string, classifier?: Weights): EmergencyKind | null {
  const rule = ruleFor(now, before);
  if (rule === 'self_harm') return rule;
  if (rule === null && asksOnlyToFreeze(now)) return null;
  const likelihoods = weigh(text, now, rule, classifier);
  if (likelihoods.self_harm >= LIKELY_SELF_HARM) return 'self_harm';
  if (rule === 'abuse') return likelihoods.takeover >= CERTAIN ? 'takeover' : rule;
  const urgency = urgencyOf(likelihoods);
  if (isUrgent(rule) && urgency >= UNLIKELY_URGENT) return rule;
  if (urgency >= LIKELY_URGENT) {
    const kind = likeliest(URGENT, likelihoods);
    const isNamed = kind !== 'lost_card' || !isUnnamed(now, before);
    if (isNamed && likelihoods[kind] >= LIKELY_KIND) return kind;
  }
  const hidden = urgency >= UNLIKELY_IN_WHOLE ? emergencyInPart(now, classifier) : null;
  if (hidden) return hidden;
  if (rule === 'legal' && likelihoods.legal < UNLIKELY_LEGAL) return null;
  if (rule === 'person' && likelihoods.person < UNLIKELY_PERSON) return null;
  if (rule && !isUrgent(rule)) return rule;
  const need = likeliest(NEEDS, likelihoods);
  if (likelihoods[need] < LIKELY_NEED || (need === 'person' && isNoRequest(now))) return null;
  return need;
}

function emergencyInPart(now: string, classifier?: Weights): UrgentKind | null {
  const words = now.trim().split(' ');
  if (words.length < LONG) return null;
  for (let from = 0; from < words.length - PART + PART_STEP; from += PART_STEP) {
    const part = ` ${words.slice(from, from + PART).join(' ')} `;
    const likelihoods = weigh('', part, ruleFor(part, ''), classifier);
    const kind = likeliest(URGENT, likelihoods);
    if (likelihoods[kind] >= LIKELY_IN_PART) return kind;
  }
  return null;
}

const urgencyOf = (likelihoods: Likelihoods): number => URGENT.reduce((sum, kind) => sum + likelihoods[kind], 0);

const isUrgent = (kind: EmergencyKind | null): kind is UrgentKind => (URGENT as readonly unknown[]).includes(kind);

const isUnnamed = (now: string, before: string): boolean =>
  testAny(now, [SOMETHING]) && !testAny(`${before}${now}`, [NAMED]);

const likeliest = <Kind extends MessageClass>(kinds: readonly Kind[], likelihoods: Likelihoods): Kind =>
  kinds.reduce((best, kind) => (likelihoods[kind] > likelihoods[best] ? kind : best));
