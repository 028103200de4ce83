import type { Answerer, Draft, Passage, Question } from '../../src/ai/answer.ts';
import type { CompletionRequest } from '../../src/ai/model.ts';
import type { Account, Card, ToolBox, ToolResult, Transaction } from '../../src/ai/tools.ts';

export const SPEI_PASSAGE: Passage = {
  articleId: 7,
  slug: 'spei-fees',
  language: 'es',
  title: 'Costo de un SPEI',
  category: 'transfers',
  text: 'Un SPEI desde la app cuesta **$4.50 + IVA** y llega en **20 segundos**. En sucursal tarda 2 días hábiles.',
  score: 0.8,
};

/** A question about transfers by a verified customer, unless `changes` say otherwise. */
export const askQuestion = (changes: Partial<Question> = {}): Question => ({
  text: '¿Cuánto cuesta un SPEI?',
  language: 'es',
  history: [],
  level: 1,
  bankName: 'Banco Prueba',
  emergencyPhone: '55 1111 2222',
  passages: [SPEI_PASSAGE],
  ...changes,
});

export interface ToolLog {
  tools: ToolBox;
  /** The calls so far, like `freezeCard 4821`. */
  calls: string[];
}

const ACCOUNTS: Account[] = [{ type: 'CHECKING', last4: '7317', currency: 'MXN', balanceCents: 5_510_854 }];
const CARDS: Card[] = [{ brand: 'Visa', product: 'Oro', kind: 'CREDIT', last4: '4821', status: 'ACTIVE' }];
const TRANSACTIONS: Transaction[] = [
  {
    accountType: 'CHECKING',
    accountLast4: '7317',
    date: '2026-10-30',
    description: 'Farmacia San Gil',
    amountCents: -11_804,
    currency: 'MXN',
  },
];

/** The tools of one verified customer, kept in memory; or of a bank that does not answer. */
export function openToolBox({ isBankDown = false } = {}): ToolLog {
  const calls: string[] = [];
  const give = async <T>(call: string, data: T | null): Promise<ToolResult<T>> => {
    calls.push(call);
    if (isBankDown) return { ok: false, reason: 'unavailable' };
    return data === null ? { ok: false, reason: 'not_found' } : { ok: true, data };
  };
  const frozen = (last4: string): Card | null => {
    const card = CARDS.find((candidate) => candidate.last4 === last4);
    return card ? { ...card, status: 'FROZEN' } : null;
  };
  const tools: ToolBox = {
    getBalance: () => give('getBalance', ACCOUNTS),
    listTransactions: (filter) => give(`listTransactions ${JSON.stringify(filter)}`, TRANSACTIONS),
    listCards: () => give('listCards', CARDS),
    freezeCard: (last4) => give(`freezeCard ${last4}`, frozen(last4)),
    ticketStatus: () => give('ticketStatus', []),
  };
  return { tools, calls };
}

/** An answerer that needs no network: it repeats its text, sentence for sentence, with the first passage as its source. */
export function repeatText(text: string, changes: Partial<Draft> = {}): Answerer {
  return {
    name: 'mock',
    async answer({ passages }, _tools, onText) {
      onText(text);
      const [passage] = passages;
      return {
        outcome: 'answer',
        text,
        citations: passage ? [{ articleId: passage.articleId, slug: passage.slug, title: passage.title }] : [],
        confidence: 0.6,
        intent: null,
        action: null,
        handoff: null,
        suggestEscalation: false,
        evidence: passage ? [passage.text] : [],
        provider: 'mock',
        model: null,
        usage: null,
        ...changes,
      };
    },
  };
}

/** What a model is asked where only the wire matters. */
export const TOOL_REQUEST: CompletionRequest = {
  model: null,
  system: 'You answer customers.',
  messages: [{ role: 'user', text: '¿Cuánto cuesta?' }],
  tools: [
    {
      name: 'list_cards',
      description: 'Lists the cards.',
      parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
    },
    {
      name: 'freeze_card',
      description: 'Freezes a card.',
      parameters: {
        type: 'object',
        properties: { last4: { type: 'string' } },
        required: ['last4'],
        additionalProperties: false,
      },
    },
  ],
  maxTokens: 300,
  temperature: 0.2,
};
