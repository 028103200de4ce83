import type { ConversationStatus, MessageRole } from '../../src/features/conversations/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './panel-texts-en.ts';
import { es } from './panel-texts-es.ts';

export type ErrorKind = 'not_found' | 'forbidden' | 'too_many' | 'invalid' | 'unavailable' | 'internal';

export interface Message {
  title: string;
  text: string;
}

/** Every word of the panel. */
export interface PanelTexts {
  product: string;
  skip: string;
  offline: string;
  login: {
    title: string;
    lead: string;
    login: string;
    password: string;
    submit: string;
    wrong: string;
    tooMany: (seconds: number) => string;
    otherLanguage: { code: Language; label: string };
  };
  header: {
    sections: string;
    conversations: string;
    account: string;
    language: string;
    theme: string;
    themes: { auto: string; light: string; dark: string };
    logout: string;
    roles: Record<'AGENT' | 'SUPERVISOR' | 'ADMIN', string>;
  };
  inbox: {
    title: string;
    unread: (count: number) => string;
    saidBy: Record<MessageRole, string>;
    ticket: (priority: string) => string;
  };
  conversation: {
    none: Message;
    back: string;
    with: (name: string) => string;
    messages: string;
    older: string;
    newBelow: string;
    roles: Record<MessageRole, string>;
    sources: string;
    details: string;
    confidence: string;
    outcomes: Record<string, string>;
    gone: Message;
  };
  /** Why an answer was given. */
  why: {
    title: string;
    articles: string;
    version: (version: string) => string;
    cited: string;
    notCited: string;
    checks: string;
    checkNames: Record<string, string>;
    by: string;
    /** Who answers besides a vendor of models, by the name that is stored. */
    answerers: Record<string, string>;
    triedBefore: string;
    reasons: Record<string, string>;
    instructions: string;
    tokens: string;
    counts: (prompt: string, completion: string) => string;
    latency: string;
  };
  customer: {
    title: string;
    visitor: string;
    email: string;
    language: string;
    languages: Record<Language, string>;
    identity: string;
    levels: readonly [string, string, string, string];
    ticket: string;
    noTicket: string;
    assignee: string;
    noAssignee: string;
    reason: string;
    reasons: Record<string, string>;
    started: string;
  };
  status: Record<ConversationStatus, string>;
  priority: Record<string, string>;
  ticketStatus: Record<string, string>;
  errors: Record<ErrorKind, Message> & { back: string; reference: string };
}

export const panelTexts: Record<Language, PanelTexts> = { es, en };
