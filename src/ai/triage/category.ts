import type { Category } from '../answer.ts';
import type { Phrases } from './phrases.ts';
import { anyOf, testAny } from './signals.ts';

/** What a ticket is about when its kind alone does not say, first match first. */
const TOPICS: [Category, Phrases][] = [
  [
    'loans',
    anyOf(
      '(?:prestamos?|creditos? (?:personal|hipotecario|de auto|automotriz)|hipotec[a-z]*|deudas?|mensualidad(?:es)?|cobranza|cobradores?|gestores|comprar (?:mi|una) casa|loans?|mortgage|debts?|owe|collections?|collectors?|instal?ments?|refinanc[a-z]*|buy(?:ing)? a (?:house|home)|car loan|arrears)',
    ),
  ],
  [
    'general',
    anyOf('(?:sucursal|cajer[oa]s? de|cajera|branch|teller|ventanilla|guardia|security guard|gerente|manager)'),
  ],
  [
    'transfers',
    anyOf(
      '(?:transfer[a-z]*|spei|envios?|clabe|wire|wires|pague (?:la|el)|recibo|charged ~ twice|electricity|luz|domiciliacion|direct debit)',
    ),
  ],
  [
    'digital_banking',
    anyOf('(?:app|aplicacion|banca web|online banking|website|contrasena|password|login|token|joxtoken|usuario)'),
  ],
  ['fees', anyOf('(?:comision(?:es)?|fees?|anualidad|annual fee|overcharg[a-z]*|cobro de mas)')],
  ['savings_investment', anyOf('(?:inversion(?:es)?|invest[a-z]*|ahorros?|savings?|joxnota|pagare)')],
  ['cards', anyOf('(?:tarjetas?|plastico|cards?|gold|platinum|clasica)')],
  [
    'account_management',
    anyOf(
      '(?:estados? de cuenta|statements?|beneficiari[a-z]*|cerrar mi cuenta|close my account|nomina|payroll|cuenta de)',
    ),
  ],
];

/** The category of a message's topic, `general` when none stands out. */
export function categoryOf(text: string): Category {
  return TOPICS.find(([, pattern]) => testAny(text, [pattern]))?.[0] ?? 'general';
}
