import type { Language } from '../../lib/language.ts';
import type { PastConversation } from '../inbox/model.ts';
import type { Ticket, TicketStatus } from '../tickets/model.ts';

export const CUSTOMER_TYPES = ['INDIVIDUAL', 'BUSINESS'] as const;
export type CustomerType = (typeof CUSTOMER_TYPES)[number];

/** INACTIVE: nobody takes the bank's word for who they are. DELETED can be restored, ERASED is nobody any more. */
export const CUSTOMER_STATUSES = ['ACTIVE', 'INACTIVE', 'DELETED', 'MERGED', 'ERASED'] as const;
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];
/** Those that a list can show. */
export const LISTED_STATUSES = ['ACTIVE', 'INACTIVE', 'DELETED'] as const satisfies CustomerStatus[];
export type ListedStatus = (typeof LISTED_STATUSES)[number];

/** What stands in place of a text, and of a name, that was erased: neither language is anybody's alone. */
export const ERASED_TEXT = 'borrado · erased';
export const ERASED_NAME = 'Persona borrada · Erased person';

export interface Customer {
  id: number;
  externalId: string | null;
  fullName: string;
  email: string | null;
  /** E.164. */
  phone: string | null;
  /** ISO date. */
  birthDate: string | null;
  customerType: CustomerType;
  language: Language;
  status: CustomerStatus;
  tags: string[];
  agentId: number | null;
  agentName: string | null;
  /** The last four digits of each account number that the desk was told. */
  accounts: string[];
  mergedIntoId: number | null;
  heldAt: Date | null;
  heldByName: string | null;
  holdReason: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A line of the list, with what happens around the person. */
export interface CustomerRow extends Customer {
  lastContactAt: Date | null;
  openTickets: number;
}

/** What of a customer can be changed; an account number is only ever added. */
export interface CustomerFields {
  fullName: string;
  email: string | null;
  phone: string | null;
  birthDate: string | null;
  customerType: CustomerType;
  language: Language;
  externalId: string | null;
  tags: string[];
  agentId: number | null;
  isActive: boolean;
}

/** The fields by the names that the history, the forms and the files of customers have for them. */
export const FIELD_KEYS = {
  full_name: 'fullName',
  email: 'email',
  phone: 'phone',
  birth_date: 'birthDate',
  customer_type: 'customerType',
  language: 'language',
  external_id: 'externalId',
  tags: 'tags',
  agent: 'agentId',
  active: 'isActive',
} as const satisfies Record<string, keyof CustomerFields>;
export type FieldKey = keyof typeof FIELD_KEYS;

export interface CustomerNote {
  id: number;
  authorName: string;
  content: string;
  createdAt: Date;
}

export const DUPLICATE_REASONS = ['EMAIL', 'PHONE', 'NAME_BIRTH', 'NAME_ACCOUNT'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

export const ERASURE_REASONS = ['PERSON_REQUEST', 'RETENTION_OVER', 'NO_BASIS', 'TEST_DATA'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** What an erasure has done; it says nothing of who the person was. */
export interface ErasureReceipt {
  id: string;
  customerId: number;
  reason: ErasureReason;
  actorName: string;
  /** How many of each kind. */
  counts: Record<string, number>;
  at: Date;
}

/** How a list of customers is sorted. */
export interface CustomerOrder {
  by: 'recent' | 'name';
  isReversed: boolean;
}

/** How many customers there are; `total` counts the active and the inactive. */
export interface CustomerSummary {
  total: number;
  active: number;
  inactive: number;
  deleted: number;
  individuals: number;
  businesses: number;
  bySpanish: number;
  byEnglish: number;
  newLast30Days: number;
  withAgent: number;
}

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

/** What hangs on a customer, and moves when they are merged into another one. */
export interface Belongings {
  conversations: number;
  tickets: number;
  notes: number;
  accounts: number;
}

/** Two customers who may be one, and what they share. */
export interface DuplicatePair {
  low: Customer;
  high: Customer;
  reasons: DuplicateReason[];
  foundAt: Date;
}

/** How sure the desk has been of who they are, and how content they were. */
export interface ProfileFacts {
  /** The highest level that any of their conversations had, and when the newest of those was. */
  level: number;
  provenAt: Date | null;
  /** 1 to 5; null without a rating. */
  rating: number | null;
  ratings: number;
  openConversations: number;
}

/** Where an event stands among the others. `mark` is its moment to the microsecond, in ISO 8601. */
export interface TimelinePlace {
  mark: string;
  key: string;
}

/** What has happened around a customer. */
export type TimelineEvent = TimelinePlace & { at: Date } & (
    | { kind: 'conversation'; ref: string; text: string; status: string }
    | { kind: 'ticket'; ref: string; text: string; status: TicketStatus }
    | { kind: 'note'; actor: string; text: string }
    | { kind: 'rating'; ref: string; rating: number; text: string | null }
    | { kind: 'change'; actor: string; field: string; from: string | null; to: string | null }
  );

/** What a profile shows, as far as its reader may see it. */
export interface Profile {
  customer: Customer;
  facts: ProfileFacts;
  conversations: PastConversation[];
  tickets: Ticket[];
  notes: CustomerNote[];
  duplicates: DuplicatePair[];
  timeline: TimelinePage;
}

export interface TimelinePage {
  events: TimelineEvent[];
  isMore: boolean;
}

/** The JSON of a customer. Accounts show their last four digits alone. */
export function toCustomerView(customer: Customer) {
  const { accounts, heldAt } = customer;
  return {
    id: customer.id,
    external_id: customer.externalId,
    name: customer.fullName,
    full_name: customer.fullName,
    email: customer.email,
    phone: customer.phone,
    birth_date: customer.birthDate,
    customer_type: customer.customerType,
    status: customer.status,
    language: customer.language,
    tags: customer.tags,
    accounts: accounts.map((last4) => ({ last4 })),
    assigned_agent_id: customer.agentId,
    assigned_agent_name: customer.agentName,
    legal_hold: heldAt !== null,
    legal_hold_reason: customer.holdReason,
    created_at: customer.createdAt.toISOString(),
    updated_at: customer.updatedAt.toISOString(),
  };
}

export const toNoteView = ({ id, authorName, content, createdAt }: CustomerNote) => ({
  id,
  author: authorName,
  note: content,
  created_at: createdAt.toISOString(),
});

export const toReceiptView = ({ id, customerId, reason, actorName, counts, at }: ErasureReceipt) => ({
  receipt_id: id,
  customer_id: customerId,
  reason,
  erased_by: actorName,
  erased: counts,
  erased_at: at.toISOString(),
});
