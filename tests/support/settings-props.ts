import { type Notification, STAFF_KINDS } from '../../src/features/notifications/model.ts';
import type { Account } from '../../src/features/users/model.ts';

/** What the pages about notifications, people and service levels take, with the same text wherever somebody wrote it. */
export function settingsProps(text: string, at: Date): Record<string, unknown> {
  const notification: Notification = {
    id: 7,
    type: 'EMAIL',
    status: 'FAILED',
    category: 'TICKET',
    kind: text,
    userId: 1,
    recipient: text,
    language: 'es',
    subject: text,
    body: text,
    conversationId: '3f1c8f0e-0000-4000-8000-000000000001',
    ticketId: 1,
    ticketReference: text,
    attempts: 3,
    lastError: text,
    nextAttemptAt: new Date(at.getTime() + 60_000),
    sentAt: null,
    readAt: null,
    createdAt: at,
  };
  const account: Account = {
    id: 7,
    email: text,
    username: text,
    fullName: text,
    role: 'AGENT',
    language: 'es',
    timeZone: text,
    alias: null,
    signature: null,
    avatarVersion: null,
    lastSeenAt: null,
    isActive: true,
    lastLoginAt: at,
    createdAt: at,
    updatedAt: at,
    isInvited: false,
  };
  const person = { ...account, id: 8, isActive: false, lastLoginAt: null, isInvited: true };
  const desk = { availability: 'ONLINE', capacity: text, teamCapacity: 4, isCapacityWrong: true };
  const session = { id: 'x', kind: 'panel', userAgent: text, createdAt: at, expiresAt: at };
  const agent = { id: 7, name: text, availability: 'ONLINE', isConnected: false, capacity: 4, load: 1 };
  const personForm = { fields: account, faults: ['email', 'full_name', 'username', 'password', 'taken'] };
  const pages = { from: 1, to: 2, total: 3, previousPath: null, nextPath: '/panel/x' };
  const channels = { inApp: true, email: false };
  const due = { first: at, resolution: 'never', timeZone: 'UTC' };
  const policy = {
    policyId: 1,
    fields: {
      name: text,
      priority: text,
      category: text,
      calendarId: text,
      first: text,
      next: text,
      resolution: text,
      warn: text,
      position: text,
      isActive: true,
    },
    faults: ['taken', 'first', 'next', 'resolution', 'warn', 'position', 'calendar'],
    calendars: [{ id: 1, name: text }],
    due,
  };
  const holidays = [{ day: text, name: text }];
  return {
    due,
    policy,
    calendarId: 1,
    holidays,
    holidayForm: { day: text, name: text, fault: 'name' },
    calendar: {
      calendarId: 1,
      name: text,
      timeZone: text,
      timeZones: [text],
      days: [{ weekday: 1, spans: [{ from: text, until: text }], isWrong: true }],
      isZoneWrong: true,
    },
    preview: { opensAt: at, timeZone: 'UTC', policies: [{ id: 1, name: text, due }] },
    serviceLevels: {
      policies: [
        {
          id: 1,
          name: text,
          priority: text,
          category: text,
          calendarName: text,
          firstResponseMinutes: 90,
          nextResponseMinutes: null,
          resolutionMinutes: 480,
          isActive: false,
          due,
        },
      ],
      calendars: [{ id: 1, name: text, timeZone: text, hours: { '1': [[text, text]] }, holidays }],
      done: 'policy',
    },
    satisfaction: {
      ratings: [
        { conversationId: text, rating: 1, comment: text, agentName: text, customerName: text, at },
        { conversationId: text, rating: 5, comment: null, agentName: null, customerName: null, at },
      ],
      summary: { counts: { 1: 1, 5: 2 }, ended: 9 },
      days: '30',
      rating: text,
      by: text,
      comment: '',
      rated: [{ id: 1, name: text }],
      pages,
      path: '/panel/reports/satisfaction',
    },
    own: {
      notifications: [
        notification,
        { ...notification, id: 8, readAt: at, conversationId: null, ticketReference: null },
      ],
      unread: 1,
      category: null,
      isUnreadOnly: false,
      pages,
      path: '/panel/notifications?state=unread',
    },
    preferences: {
      shown: Object.keys(STAFF_KINDS),
      kinds: Object.fromEntries(Object.keys(STAFF_KINDS).map((kind) => [kind, channels])),
      isQuiet: true,
      from: text,
      until: text,
      timeZone: text,
      timeZones: [text],
      clock: { now: text },
      faults: { from: 'time', until: 'span', timeZone: 'zone' },
    },
    outbox: {
      mails: [notification, { ...notification, id: 8, status: 'PENDING' }],
      status: 'FAILED',
      figures: { waiting: 1, failed: 2, sent: 3, medianSeconds: 4.2, oldestDueSeconds: 600 },
      isConfigured: false,
      pages,
      path: '/panel/notifications/outbox',
    },
    people: { accounts: [account, person], agents: new Map([[7, agent]]), text, role: text, state: text, pages },
    shown: { account, personForm, desk, work: { conversations: 1, tickets: 2 }, canMail: true, done: 'saved' },
    personForm,
    personId: 7,
    asksPassword: true,
    canMail: false,
    desk,
    done: 'profile',
    account: {
      ...account,
      profile: { fullName: text, language: text, theme: text, isNameWrong: true },
      loginName: text,
      desk,
      sessions: [session, { ...session, id: 'y', kind: 'api', userAgent: null }],
      sessionId: 'x',
      done: 'profile',
    },
    profile: { fullName: text, language: text, theme: text, isNameWrong: true },
    passwordForm: { loginName: text, faults: { current: 'current', next: 'common', repeated: 'different' } },
    passwordFault: 'name',
    isTyped: true,
  };
}
