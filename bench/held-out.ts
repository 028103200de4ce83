// What the offline engine makes of questions that it was not shown: `bun run eval:held-out`, in half a minute.
import { answerFromKnowledge } from '../src/ai/offline/knowledge-answer.ts';
import { otherMatters, readNegatives } from '../src/ai/offline/other-matters.ts';
import { Retriever } from '../src/ai/retrieval.ts';
import { TopicModel } from '../src/ai/topic-model.ts';
import type { Language } from '../src/lib/language.ts';
import { demoArticles } from '../tests/support/demo-bank.ts';

const FOLDS = 5;
/** Negatives that stand beside each other are about one matter: all of them are held out together. */
const NEGATIVES_TOGETHER = 9;
const TOPICS_SHOWN = 3;

interface Asked {
  text: string;
  language: Language;
  /** Null for a question about another matter. */
  slug: string | null;
  kind: 'covered' | 'near' | 'far';
}

interface Judged extends Asked {
  outcome: 'answer' | 'choices' | 'unsure';
  /** The place of the right topic among the nearest ones; -1 when it is none of them. */
  place: number;
}

const articles = demoArticles();
const negatives = readNegatives();
const foldOfNegative = (index: number): number => Math.floor(index / NEGATIVES_TOGETHER) % FOLDS;

/** Learns without the questions of the fold, and asks them. Shape: `isLearning` false is the search by words alone. */
async function judgeFold(fold: number, isLearning: boolean): Promise<Judged[]> {
  const taught = articles.map((article) => ({
    ...article,
    examples: article.examples.filter((_, index) => index % FOLDS !== fold),
  }));
  const heldOut = new Set(negatives.filter((_, index) => foldOfNegative(index) === fold).map(({ text }) => text));
  const retriever = new Retriever();
  retriever.replace(taught, 1);
  if (isLearning) {
    const others = otherMatters(taught).filter((text) => !heldOut.has(text));
    retriever.adopt(await TopicModel.learn(taught, others), 1);
  }
  const covered = articles.flatMap(({ slug, language, examples }) =>
    examples
      .filter((_, index) => index % FOLDS === fold)
      .map<Asked>((text) => ({ text, language, slug, kind: 'covered' })),
  );
  const others = negatives
    .filter(({ text }) => heldOut.has(text))
    .map<Asked>(({ text, lang, kind }) => ({ text, language: lang, slug: null, kind }));
  return [...covered, ...others].map((asked) => judge(asked, retriever));
}

function judge(asked: Asked, retriever: Retriever): Judged {
  const { text, language, slug } = asked;
  const question = { text, language, history: [], level: 0, bankName: '', emergencyPhone: '', passages: [] };
  const { outcome, choices } = answerFromKnowledge(question, retriever);
  const place = retriever.rank(text, language, TOPICS_SHOWN).findIndex((topic) => topic.slug === slug);
  return { ...asked, outcome: outcome === 'answer' ? 'answer' : choices ? 'choices' : 'unsure', place };
}

function print(name: string, judged: Judged[]): void {
  const ofKind = (kind: Asked['kind']) => judged.filter((one) => one.kind === kind);
  const [covered, near, far] = [ofKind('covered'), ofKind('near'), ofKind('far')];
  const line = (what: string, of: Judged[], holds: (one: Judged) => boolean): string =>
    `  ${what.padEnd(24)}${((100 * of.filter(holds).length) / of.length).toFixed(1).padStart(5)} %`;
  const isAnswered = ({ outcome }: Judged): boolean => outcome === 'answer';
  const lines = [
    `${name}: ${covered.length} covered questions, ${near.length} near and ${far.length} far ones`,
    line('right topic first', covered, ({ place }) => place === 0),
    line('among the first three', covered, ({ place }) => place >= 0),
    line('answered, rightly', covered, (one) => isAnswered(one) && one.place === 0),
    line('answered, wrongly', covered, (one) => isAnswered(one) && one.place !== 0),
    line('offered among choices', covered, ({ outcome, place }) => outcome === 'choices' && place >= 0),
    line('near answered', near, isAnswered),
    line('far answered', far, isAnswered),
  ];
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

for (const isLearning of [false, true]) {
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) judged.push(...(await judgeFold(fold, isLearning)));
  print(isLearning ? 'with what is learnt' : 'by words alone', judged);
}
