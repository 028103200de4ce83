import type { DemoWorld } from './model.ts';
import { agentFor } from './people-plot.ts';
import type { Random } from './random.ts';
import { minutesAfter, whenOpen } from './rhythm.ts';
import * as TEXTS from './texts.ts';
import { newReference, TicketStory } from './ticket-story.ts';

const MINUTES_A_DAY = 24 * 60;
const CASES = 18;
const PRIORITIES = { LOW: 3, MEDIUM: 5, HIGH: 2 } as const;

/** Tickets without a conversation: staff enter what they were told by telephone. Every fifth is entered twice. */
export function phoneCases(world: DemoWorld, random: Random, days: number, tickets: TicketStory[]): void {
  for (let number = 0; number < CASES; number += 1) {
    const at = whenOpen(minutesAfter(world.now, -random.between(0.05, days) * MINUTES_A_DAY));
    const story = phoneCase(world, random, at < world.now ? at : minutesAfter(world.now, -90));
    tickets.push(story);
    if (number % 5 === 4) enterTwice(world, random, story, tickets);
  }
}

function phoneCase(world: DemoWorld, random: Random, at: Date): TicketStory {
  const customer = random.pick(world.customers);
  const { language } = customer;
  const { reply, ...told } = random.pick(TEXTS.PHONE_CASES[language]);
  const agent = agentFor(world, random, language);
  const priority = random.pickBy(PRIORITIES);
  const opening = { ...told, reference: newReference(random), conversation: null, customer, language, priority, at };
  const known = { customerName: customer.fullName, reason: null, createdBy: agent.id };
  const story = new TicketStory({ ...opening, ...known, complaintDays: world.complaintDays }, agent, null);
  const takenAt = whenOpen(minutesAfter(at, random.between(5, 500)));
  if (takenAt >= world.now) return story;
  story.assign(agent, agent, takenAt);
  if (random.chance(0.5))
    story.say(agent, random.pick(TEXTS.NOTES).replace(/ ?@\{mention\}/, ''), takenAt, { isInternal: true });
  const answeredAt = whenOpen(minutesAfter(takenAt, random.between(10, 900)));
  if (answeredAt >= world.now) return story;
  story.say(agent, reply, answeredAt);
  const solvedAt = whenOpen(minutesAfter(answeredAt, random.between(0.1, 4) * MINUTES_A_DAY));
  if (solvedAt < world.now) story.resolve(random.pick(TEXTS.RESOLUTION_NOTES[language]), agent, solvedAt);
  return story;
}

function enterTwice(world: DemoWorld, random: Random, story: TicketStory, tickets: TicketStory[]): void {
  const { ticket } = story;
  const at = minutesAfter(ticket.createdAt, random.between(5, 60));
  const mergedAt = minutesAfter(at, random.between(5, 60));
  const isGoingOn = ticket.resolvedAt === null || ticket.resolvedAt > mergedAt;
  if (mergedAt >= world.now || !isGoingOn) return;
  const agent = agentFor(world, random, ticket.language);
  const { subject, description, category, priority, customer, customerName, language, reason } = ticket;
  const same = { subject, description, category, priority, customer, customerName, language, reason };
  const opening = { ...same, reference: newReference(random), conversation: null, createdBy: agent.id, at };
  const twin = new TicketStory({ ...opening, complaintDays: world.complaintDays }, agent, null);
  twin.mergeInto(story, agent, mergedAt);
  tickets.push(twin);
}
