import { AppError, type ErrorCode } from '../../lib/errors.ts';

/** Why a ticket is not changed as somebody wanted: how the interface says it. The panel has its own words for each. */
const REFUSALS = {
  merged: ['conflict', 'This ticket was merged into {reference}'],
  closed: ['conflict', 'This ticket is closed; reopen it first'],
  transition: ['conflict', 'A ticket that is {from} cannot become {to}'],
  other_open: ['conflict', 'Another ticket of this conversation is open'],
  assign_self_only: ['forbidden', 'You may assign tickets to yourself only'],
  reopen_supervisor: ['forbidden', 'A closed ticket is reopened by a supervisor'],
  complaint_supervisor: ['forbidden', 'A complaint is taken back by a supervisor'],
  merge_merged: ['conflict', '{reference} was merged into {into}'],
  merge_closed: ['conflict', '{reference} is closed; reopen it first'],
  merge_complaint: ['conflict', '{reference} is a complaint: merge {into} into it'],
} as const satisfies Record<string, [ErrorCode, string]>;

type RefusalReason = keyof typeof REFUSALS;

export interface Refusal {
  reason: RefusalReason;
  /** What stands in the braces of the texts. */
  values: Record<string, string>;
}

/** The error of a ticket that stays as it is; `refusal` says why in a way that can be told in any language. */
export class TicketRefused extends AppError {
  readonly refusal: Refusal;

  constructor(reason: RefusalReason, values: Record<string, string> = {}) {
    const [code, text] = REFUSALS[reason];
    super(code, fillIn(text, values));
    this.refusal = { reason, values };
  }
}

/** `{name}` by its value. */
export const fillIn = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
