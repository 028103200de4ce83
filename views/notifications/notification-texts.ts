import type { NotificationCategory, NotificationStatus, StaffKind } from '../../src/features/notifications/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './notification-texts-en.ts';
import { es } from './notification-texts-es.ts';

interface Message {
  title: string;
  text: string;
}

/** Every word of the pages about notifications. */
export interface NotificationTexts {
  title: string;
  views: string;
  tabs: { own: string; preferences: string; outbox: string };
  own: {
    lead: (unread: string) => string;
    list: string;
    filters: { category: string; state: string; unread: string; urgent: string };
    read: string;
    readAll: string;
    unread: string;
    none: Message;
    noneFiltered: Message;
  };
  categories: Record<NotificationCategory, string>;
  preferences: {
    lead: string;
    kinds: string;
    kind: string;
    inApp: string;
    email: string;
    names: Record<StaffKind, { label: string; hint: string }>;
    quiet: { title: string; text: string; isOn: string; from: string; until: string; zone: string; zoneHint: string };
    nowQuiet: (until: string) => string;
    notNow: (time: string) => string;
    save: string;
    saved: Message;
    faults: { time: string; span: string; zone: string };
  };
  outbox: {
    lead: string;
    figures: string;
    figure: Record<'waiting' | 'failed' | 'sent' | 'median', { label: string; text: string }>;
    noFigure: string;
    seconds: (count: string) => string;
    oldest: (span: string) => string;
    notConfigured: string;
    list: string;
    filter: string;
    columns: { what: string; to: string; status: string; when: string; actions: string };
    statuses: Record<NotificationStatus, string>;
    kinds: Record<string, string>;
    reasons: Record<string, string>;
    attempts: (count: string) => string;
    next: string;
    retry: string;
    retryOne: (subject: string) => string;
    retried: Message;
    retryAll: (count: string) => string;
    confirmAll: { title: string; text: (count: string) => string; action: string };
    retriedAll: (count: string) => Message;
    gone: Message;
    none: Message;
    noneFiltered: Message;
  };
}

export const notificationTexts: Record<Language, NotificationTexts> = { es, en };
