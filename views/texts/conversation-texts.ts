import type { Language } from '../../src/lib/language.ts';
import { en } from './conversation-texts-en.ts';
import { es } from './conversation-texts-es.ts';

interface Asked {
  title: string;
  text: string;
  action: string;
}

/** Every word of the open conversation besides those of panel-texts.ts. */
export interface ConversationTexts {
  inCharge: (name: string) => string;
  inChargeMine: string;
  takeOver: string;
  claim: string;
  claimConfirm: (name: string) => Asked;
  release: string;
  releaseConfirm: (name: string | null) => Asked;
  transfer: string;
  end: string;
  more: string;
  transcript: string;
  hold: string;
  formats: { txt: string; pdf: string; json: string };
  notice: {
    emergency: string;
    bot: string;
    waiting: (since: string) => string;
    colleague: (name: string) => string;
    ended: string;
  };
  viewers: { one: string; many: string };
  typing: { customer: string; colleague: string };
  newMessages: string;
  /** Lines of the timeline: `{who}`, `{to}`, `{from}`. */
  changes: {
    tookOver: string;
    given: string;
    transferred: string;
    queued: string;
    silent: string;
    waiting: string;
    released: string;
    ended: string;
    endedByCustomer: string;
    endedBySystem: string;
    priority: string;
    tags: string;
    language: string;
  };
  actors: Record<string, string>;
  note: string;
  noteHint: string;
  attachment: string;
  delivery: {
    there: string;
    pending: string;
    mailed: (time: string) => string;
    failed: string;
    noAddress: string;
  };
  mailed: string;
  composer: {
    tabs: string;
    reply: string;
    note: string;
    replyLabel: (name: string) => string;
    replyPlaceholder: string;
    noteLabel: string;
    notePlaceholder: string;
    cannotReply: string;
    send: string;
    saveNote: string;
    attach: string;
    canned: string;
    suggest: string;
    enterSends: string;
    enterHint: string;
    dropHere: string;
    remove: string;
    sending: string;
    failed: string;
    retry: string;
    edit: string;
    tooLarge: (limit: string) => string;
    progress: string;
    noteKept: string;
    picker: { canned: string; people: string; none: string; manage: string; count: string };
  };
  suggestion: {
    title: string;
    hint: string;
    insert: string;
    dismiss: string;
    sources: string;
    noSources: string;
  };
  report: {
    open: string;
    title: string;
    reason: string;
    choose: string;
    reasons: Record<string, string>;
    comment: string;
    commentHint: string;
    send: string;
    needsReason: string;
    done: string;
    reported: string;
  };
  transferForm: {
    title: string;
    lead: string;
    to: string;
    queue: string;
    queueHint: string;
    me: string;
    availability: Record<'ONLINE' | 'AWAY' | 'OFFLINE', string>;
    load: (load: number, capacity: number) => string;
    notConnected: string;
    reason: string;
    reasonHint: string;
    action: string;
    needsTarget: string;
    goneTarget: string;
    done: (name: string) => string;
    doneQueue: string;
  };
  endForm: {
    title: string;
    lead: string;
    ticket: (reference: string) => string;
    resolve: string;
    keep: string;
    notes: string;
    notesHint: string;
    needsNotes: string;
    needsChoice: string;
    noTicket: string;
    action: string;
    done: string;
    doneResolved: (reference: string) => string;
  };
  toasts: {
    tookOver: string;
    released: string;
    lostRace: (name: string) => string;
    hasEnded: string;
    isGone: string;
    changed: string;
    notYours: string;
    tooLarge: string;
    wrongType: string;
    tooMany: string;
    empty: string;
    noSuggestion: string;
    nothingToSuggest: string;
  };
}

export const conversationTexts: Record<Language, ConversationTexts> = { es, en };
