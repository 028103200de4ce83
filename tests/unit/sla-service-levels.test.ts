import { describe, expect, test } from 'bun:test';
import {
  nextCheck,
  type Policy,
  policyFor,
  runningClocks,
  type StoredClocks,
  settledClocks,
  type TicketFacts,
} from '../../src/features/tickets/service-levels.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5) + minutes * 60_000);
const policy = (change: Partial<Policy> = {}): Policy => ({
  id: 1,
  priority: null,
  category: null,
  calendar: null,
  firstResponseMinutes: 10,
  nextResponseMinutes: 20,
  resolutionMinutes: 100,
  warnPercent: 80,
  ...change,
});
const facts = (change: Partial<TicketFacts> = {}): TicketFacts => ({
  status: 'OPEN',
  priority: 'MEDIUM',
  category: 'general',
  createdAt: at(0),
  reopenedAt: null,
  firstReplyAt: null,
  lastReplyAt: null,
  owedSince: null,
  answered: [],
  isWithAssistant: false,
  resolvedAt: null,
  complaintSince: null,
  complaintDueAt: null,
  isMerged: false,
  ...change,
});
const stored = (change: Partial<StoredClocks> = {}): StoredClocks => ({
  firstRespondedAt: null,
  firstResponseDueAt: at(10),
  nextResponseDueAt: null,
  resolutionDueAt: at(100),
  ...change,
});
const clocksOf = (change: Partial<TicketFacts>, by: Policy | null = policy()) =>
  runningClocks(facts(change), by).map(({ name, warnAt, dueAt }) => [name, warnAt, dueAt]);
const answered = { firstReplyAt: at(5), lastReplyAt: at(5) };

describe('the policy of a ticket', () => {
  test('is the first one that fits its priority and category', () => {
    const policies = [policy({ id: 1, priority: 'HIGH', category: 'cards' }), policy({ id: 2, priority: 'HIGH' })];
    expect(policyFor(policies, { priority: 'HIGH', category: 'cards' })?.id).toBe(1);
    expect(policyFor(policies, { priority: 'HIGH', category: 'loans' })?.id).toBe(2);
    expect(policyFor(policies, { priority: 'LOW', category: 'cards' })).toBeNull();
  });
});

describe('the clocks that run', () => {
  test('warn after their share of the time', () => {
    expect(clocksOf({})).toEqual([
      ['first_response', at(8), at(10)],
      ['resolution', at(80), at(100)],
    ]);
  });

  test('are the next answer’s from the oldest question without one, unless the assistant answers', () => {
    expect(clocksOf({ ...answered, owedSince: at(30) })[0]).toEqual(['next_response', at(46), at(50)]);
    expect(clocksOf({ ...answered, owedSince: at(30), isWithAssistant: true })).toHaveLength(1);
    expect(clocksOf(answered)).toEqual([['resolution', at(80), at(100)]]);
  });

  test('start anew with a reopened ticket, and stop with one that is done or merged', () => {
    expect(clocksOf({ ...answered, reopenedAt: at(60) })).toEqual([['resolution', at(140), at(160)]]);
    expect(clocksOf({ status: 'RESOLVED' })).toEqual([]);
    expect(clocksOf({ isMerged: true })).toEqual([]);
  });

  test('without a policy are a complaint’s alone', () => {
    expect(clocksOf({}, null)).toEqual([]);
    expect(clocksOf({ complaintSince: at(0), complaintDueAt: at(1000) }, null)).toEqual([
      ['complaint', at(800), at(1000)],
    ]);
  });

  test('next say something when the first of them warns or breaks', () => {
    const clocks = runningClocks(facts(), policy());
    expect([0, 8, 10, 80, 100].map((minute) => nextCheck(clocks, at(minute)))).toEqual([
      at(8),
      at(10),
      at(80),
      at(100),
      null,
    ]);
  });
});

describe('a promise', () => {
  const settledNames = (change: Partial<TicketFacts>, row: Partial<StoredClocks>, earlier = policy()) =>
    settledClocks(facts(change), stored(row), { earlier, policy: policy() }).map(({ name, dueAt, at: moment }) => [
      name,
      dueAt,
      moment,
    ]);

  test('of a first answer is settled by it, once', () => {
    expect(settledNames(answered, {})).toEqual([['first_response', at(10), at(5)]]);
    expect(settledNames(answered, { firstRespondedAt: at(5) })).toEqual([]);
  });

  test('of a next answer is open while the same question waits, and settled by the answer', () => {
    const row = { firstRespondedAt: at(5), nextResponseDueAt: at(50) };
    expect(settledNames({ ...answered, owedSince: at(30) }, row)).toEqual([]);
    const reply = { firstReplyAt: at(5), lastReplyAt: at(45) };
    expect(settledNames(reply, row)).toEqual([['next_response', at(50), at(45)]]);
    expect(settledNames({ ...reply, owedSince: at(47) }, row)).toEqual([['next_response', at(50), at(45)]]);
  });

  test('of a next answer that came before anybody looked is settled all the same, each by its own answer', () => {
    const row = { firstRespondedAt: at(5), nextResponseDueAt: at(50) };
    const quick = { firstReplyAt: at(5), lastReplyAt: at(62), answered: [{ since: at(60), at: at(62) }] };
    expect(settledNames(quick, { firstRespondedAt: at(5) })).toEqual([['next_response', at(80), at(62)]]);
    const both = { ...quick, answered: [{ since: at(30), at: at(45) }, ...quick.answered] };
    expect(settledNames(both, row)).toEqual([
      ['next_response', at(50), at(45)],
      ['next_response', at(80), at(62)],
    ]);
  });

  test('of a resolution is settled by it, and never by a merge', () => {
    const done = { status: 'RESOLVED', resolvedAt: at(120) } as const;
    expect(settledNames(done, {})).toEqual([['resolution', at(100), at(120)]]);
    expect(settledNames({ ...done, isMerged: true }, {})).toEqual([]);
  });
});
