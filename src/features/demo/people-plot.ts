import type { Category } from '../../ai/answer.ts';
import type { ConversationStory } from './conversation-story.ts';
import type { DemoWorld } from './model.ts';
import type { Random } from './random.ts';
import { minutesAfter, whenOpen } from './rhythm.ts';
import * as TEXTS from './texts.ts';
import type { Actor, TicketStory } from './ticket-story.ts';

const MINUTES_A_DAY = 24 * 60;

type Staff = DemoWorld['staff'][number];

/** What people make of a conversation that was handed over, and of its ticket. */
export function ofPeople(
  world: DemoWorld,
  random: Random,
  story: ConversationStory,
  ticket: TicketStory,
  how: 'none' | 'answering' | 'silent' | 'usual',
): void {
  if (how === 'none') {
    if (random.chance(0.5))
      story.customerSays(random.pick(TEXTS.WHILE_WAITING[story.language]), random.between(0.5, 2));
    return;
  }
  const agent = agentFor(world, random, story.language);
  if (!isTaken(random, story, ticket, agent, how)) return;
  ticket.assign(agent, agent, story.at);
  if (!story.agentSays(agent, greeting(random, agent, story), random.between(0.2, 1.5))) return;
  if (!story.customerSays(random.pick(TEXTS.CUSTOMER_DETAILS[story.language]), random.between(0.5, 3))) return;
  if (how === 'silent') return;
  if (how === 'answering') {
    story.agentSays(agent, solution(ticket, story), random.between(0.5, 2));
    return;
  }
  helpOut(world, random, story, ticket, agent);
}

/** Emergencies are taken at any hour; everything else once the desk is open. */
function isTaken(random: Random, story: ConversationStory, ticket: TicketStory, agent: Staff, how: string): boolean {
  if (how !== 'usual') return story.takeOver(agent, random.between(0.5, 2));
  if (random.chance(0.25)) story.customerSays(random.pick(TEXTS.WHILE_WAITING[story.language]), random.between(1, 3));
  const isUrgent = ticket.ticket.priority === 'URGENT';
  if (!isUrgent && !story.passTo(whenOpen(story.at))) return false;
  const isLate = random.chance(isUrgent ? 0.08 : 0.12);
  return story.takeOver(agent, isLate ? random.between(30, 320) : random.between(0.5, isUrgent ? 5 : 14));
}

function helpOut(world: DemoWorld, random: Random, story: ConversationStory, ticket: TicketStory, first: Staff): void {
  let agent = first;
  if (random.chance(0.3)) {
    const colleague = agentFor(world, random, story.language, agent);
    const note = random.pick(TEXTS.NOTES);
    const mentions = note.includes('{mention}') ? [colleague.id] : [];
    story.note(agent, note.replace('{mention}', colleague.username), mentions);
  }
  if (random.chance(0.12)) {
    const colleague = agentFor(world, random, story.language, agent);
    if (story.transfer(agent, colleague, TEXTS.TRANSFER_REASON)) {
      ticket.assign(colleague, agent, story.at);
      agent = colleague;
    }
  }
  if (random.chance(0.12)) story.tag(random.pick(['seguimiento', 'vip', 'reincidente']), agent);
  if (!story.agentSays(agent, solution(ticket, story), random.between(1, 6))) return;
  if (!story.customerSays(random.pick(TEXTS.THANKS[story.language]), random.between(0.3, 2))) return;
  if (!story.agentSays(agent, random.pick(TEXTS.FAREWELLS[story.language]), random.between(0.2, 1))) return;
  if (random.chance(0.1)) story.report(agent, TEXTS.REPORT_COMMENT);
  const hasEnded = story.end('agent', agent, random.between(0.3, 4));
  if (hasEnded && random.chance(0.55)) {
    const rating = random.pick([5, 5, 5, 4, 4, 3, 2, 1]);
    story.rate(rating, random.pick(TEXTS.PRAISE[story.language][rating >= 4 ? 'good' : 'bad']));
  }
  if (hasEnded) settle(world, random, ticket, agent, story.conversation.endedAt as Date);
}

/** Most are solved with the conversation, some days later, some not yet; old ones are closed, a few come back. */
function settle(world: DemoWorld, random: Random, story: TicketStory, agent: Actor, ended: Date): void {
  const { ticket } = story;
  const { now } = world;
  if (ticket.priority === 'MEDIUM' && random.chance(0.08)) story.prioritise('HIGH', agent, ended);
  const isComplaint = ticket.complaintNumber !== null;
  const isAtOnce = random.chance(isComplaint ? 0.4 : 0.7);
  const solvedAt = isAtOnce
    ? minutesAfter(ended, random.between(0.5, 10))
    : whenOpen(minutesAfter(ended, random.between(isComplaint ? 0.1 : 0.6, isComplaint ? 2 : 5) * MINUTES_A_DAY));
  if (solvedAt >= now) return;
  story.resolve(random.pick(TEXTS.RESOLUTION_NOTES[ticket.language]), agent, solvedAt);
  const chief = world.staff.find(({ role }) => role === 'SUPERVISOR') ?? agent;
  if (random.chance(0.05)) {
    const backAt = whenOpen(minutesAfter(solvedAt, random.between(0.2, 2) * MINUTES_A_DAY));
    if (backAt >= now) return;
    story.move('IN_PROGRESS', chief, backAt);
    const againAt = minutesAfter(backAt, random.between(30, 400));
    if (againAt >= now) return;
    story.resolve(random.pick(TEXTS.RESOLUTION_NOTES[ticket.language]), agent, againAt);
  }
  const closedAt = whenOpen(minutesAfter(ticket.updatedAt, random.between(2, 4) * MINUTES_A_DAY));
  if (closedAt < now && random.chance(0.8)) story.move('CLOSED', chief, closedAt);
}

export function agentFor(world: DemoWorld, random: Random, language: string, except?: Actor): Staff {
  const agents = world.staff.filter(({ role, id }) => role === 'AGENT' && id !== except?.id);
  const fluent = agents.filter((agent) => agent.language === language);
  return random.pick(fluent.length > 0 ? fluent : agents);
}

const greeting = (random: Random, agent: Staff, { language }: ConversationStory): string =>
  random.pick(TEXTS.GREETINGS[language]).replace('{agent}', agent.fullName.split(' ')[0] ?? '');

function solution({ ticket }: TicketStory, { language }: ConversationStory): string {
  const { SOLUTIONS } = TEXTS;
  if (ticket.complaintNumber) return SOLUTIONS.complaint[language];
  if (ticket.reason === 'emergency') return SOLUTIONS.emergency[language];
  return SOLUTIONS[Object.hasOwn(SOLUTIONS, ticket.category) ? (ticket.category as Category) : 'general'][language];
}
