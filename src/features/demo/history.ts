import type { Handoff } from '../../ai/answer.ts';
import { COMPLAINT } from '../tickets/model.ts';
import type { DemoAssistant } from './assistant.ts';
import { ConversationStory } from './conversation-story.ts';
import type { DemoConversation, DemoHistory, DemoTopic, DemoWorld } from './model.ts';
import { ofPeople } from './people-plot.ts';
import { phoneCases } from './phone-plot.ts';
import type { Random } from './random.ts';
import { arrivals, minutesAfter } from './rhythm.ts';
import * as TEXTS from './texts.ts';
import { newReference, TicketStory } from './ticket-story.ts';

/** So many days before the first start. */
export const DAYS = 28;
/** What begins later than this many minutes ago is chosen, so that there is something of each kind to look at. */
const CHOSEN_MINUTES = 45;
const MINUTES_A_DAY = 24 * 60;

const PLOTS = { knowledge: 50, account: 14, person: 13, emergency: 7, complaint: 5, beyond: 11 } as const;
type Plot = keyof typeof PLOTS;

/** What is under way when the history ends, in minutes before it. */
const NOW: readonly { plot: Plot; minutes: number; people: 'none' | 'answering' | 'silent' }[] = [
  { plot: 'beyond', minutes: 44, people: 'answering' },
  { plot: 'person', minutes: 38, people: 'answering' },
  { plot: 'knowledge', minutes: 30, people: 'none' },
  { plot: 'complaint', minutes: 26, people: 'answering' },
  { plot: 'person', minutes: 19, people: 'none' },
  { plot: 'person', minutes: 6, people: 'silent' },
  { plot: 'complaint', minutes: 11, people: 'none' },
  { plot: 'account', minutes: 8, people: 'none' },
  { plot: 'emergency', minutes: 5, people: 'none' },
  { plot: 'knowledge', minutes: 3, people: 'none' },
];

/** Weeks of a desk's life that end now. The same world, seed and articles make the same history. */
export async function tellHistory(world: DemoWorld, assistant: DemoAssistant, random: Random): Promise<DemoHistory> {
  const teller = new Teller(world, assistant, random);
  const chosenFrom = minutesAfter(world.now, -CHOSEN_MINUTES);
  for (const at of arrivals(random, chosenFrom, DAYS)) await teller.tell(random.pickBy(PLOTS), at);
  for (const { plot, minutes, people } of NOW) await teller.tell(plot, minutesAfter(world.now, -minutes), people);
  phoneCases(world, random, DAYS, teller.tickets);
  return { conversations: teller.conversations, tickets: teller.tickets.map(({ ticket }) => ticket) };
}

class Teller {
  readonly conversations: DemoConversation[] = [];
  readonly tickets: TicketStory[] = [];
  readonly #world: DemoWorld;
  readonly #assistant: DemoAssistant;
  readonly #random: Random;
  readonly #here = new Set<number>();
  #complaints = 0;

  constructor(world: DemoWorld, assistant: DemoAssistant, random: Random) {
    this.#world = world;
    this.#assistant = assistant;
    this.#random = random;
  }

  /** `people`: what they do about it; as it comes, unless said otherwise. */
  async tell(plot: Plot, at: Date, people: 'none' | 'answering' | 'silent' | 'usual' = 'usual'): Promise<void> {
    const random = this.#random;
    const story = this.#begin(plot, at, people !== 'usual');
    const reference = newReference(random);
    this.conversations.push(story.conversation);
    const handedOver = await this.#converse(story, plot, reference, people !== 'usual');
    if (handedOver) {
      const ticket = this.#open(story, reference, handedOver);
      this.tickets.push(ticket);
      ofPeople(this.#world, random, story, ticket, people);
    } else if (people === 'usual') this.#leave(story);
  }

  #begin(plot: Plot, at: Date, isNow: boolean): ConversationStory {
    const random = this.#random;
    const isKnown = plot === 'account' || random.chance(0.55);
    // Nobody is there twice at the same time.
    const free = this.#world.customers.filter(({ id }) => !(isNow && this.#here.has(id)));
    const customer = isKnown ? random.pick(free) : null;
    if (isNow && customer) this.#here.add(customer.id);
    const language = customer?.language ?? (random.chance(0.72) ? 'es' : 'en');
    const visitorName = customer === null && random.chance(0.5) ? random.pick(TEXTS.VISITORS) : null;
    const welcome = this.#world.welcome[language];
    return new ConversationStory({ at, language, customer, visitorName, welcome }, random, this.#world.now);
  }

  /** What customer and assistant say to each other. Answers the handoff that it came to. */
  async #converse(story: ConversationStory, plot: Plot, reference: string, isBrief: boolean) {
    const random = this.#random;
    for (const text of this.#questions(story, plot, isBrief)) {
      const afterMinutes =
        story.conversation.messages.length === 1 ? random.between(0.1, 0.8) : random.between(0.4, 2.5);
      const answered = await story.ask(this.#assistant, text, reference, afterMinutes);
      if (!answered) return null;
      if (answered.handoff) return { handoff: answered.handoff, question: text };
    }
    return null;
  }

  #questions(story: ConversationStory, plot: Plot, isBrief: boolean): string[] {
    const random = this.#random;
    const { language } = story;
    const about = () => random.pick(this.#topic(language).questions);
    const opening = isBrief || random.chance(0.45) ? [] : [about()];
    switch (plot) {
      case 'knowledge': {
        const topic = this.#topic(language);
        const asked = Array.from({ length: isBrief ? 1 : random.int(1, 3) }, () => random.pick(topic.questions));
        const thanks = !isBrief && random.chance(0.4) ? [random.pick(TEXTS.THANKS[language])] : [];
        return [...new Set(asked), ...thanks];
      }
      case 'account':
        return [random.pick(TEXTS.OWN_ACCOUNT[language]), ...opening];
      case 'person':
        return [...opening, random.pick(TEXTS.WANTS_PERSON[language])];
      case 'emergency':
        return [random.pick(TEXTS.EMERGENCIES[language])];
      case 'complaint':
        return [...opening, random.pick(TEXTS.COMPLAINTS[language])];
      case 'beyond':
        return [random.pick(TEXTS.BEYOND_KNOWLEDGE[language]), TEXTS.YES[language]];
    }
  }

  #topic(language: string): DemoTopic {
    return this.#random.pick(this.#world.topics.filter((topic) => topic.language === language));
  }

  #open(
    story: ConversationStory,
    reference: string,
    { handoff, question }: { handoff: Handoff; question: string },
  ): TicketStory {
    const { conversation } = story;
    const isComplaint = handoff.reason === COMPLAINT;
    if (isComplaint) this.#complaints += 1;
    // Not one of the numbers that the desk gives: those go to the authority, which asks after each.
    const number = isComplaint ? `DEMO-${String(this.#complaints).padStart(4, '0')}` : null;
    const opening = {
      ...handoff,
      reference,
      conversation,
      customer: conversation.customer,
      customerName: conversation.customer?.fullName ?? conversation.visitorName,
      language: story.language,
      description: question,
      createdBy: null,
      at: story.at,
      complaintDays: this.#world.complaintDays,
    };
    return new TicketStory(opening, null, number);
  }

  /** The customer has what they wanted, says how they liked it or not, and goes; or just goes. */
  #leave(story: ConversationStory): void {
    const random = this.#random;
    const isContent = story.conversation.messages.at(-1)?.metadata?.outcome !== 'unsure';
    if (!random.chance(0.6)) {
      story.end('system', null, MINUTES_A_DAY);
      return;
    }
    if (!story.end('customer', null, random.between(0.5, 6)) || !random.chance(0.45)) return;
    const rating = isContent ? random.pick([5, 5, 5, 4, 4, 3]) : random.pick([1, 2, 2, 3]);
    story.rate(rating, random.pick(TEXTS.PRAISE[story.language][rating >= 4 ? 'good' : 'bad']));
  }
}
