import type { HandoffSummary } from '../../src/features/conversations/model.ts';
import { Chip, type Tone } from '../components/chips.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';

const MOOD_TONES: Record<HandoffSummary['mood'], Tone> = { calm: 'plain', upset: 'amber', distressed: 'red' };

/** A reason that cannot wait says so by its colour too. */
const REASON_TONES: Record<string, Tone> = { emergency: 'red', complaint: 'amber' };

/** What the person needs to know who takes over: why, what was said and tried, the mood, what to do next. */
export function HandoffSection({ summary, view }: { summary: HandoffSummary | null; view: View }): JSX.Element {
  if (!summary) return '';
  const texts = inboxTexts[view.language].side;
  const { reasons } = panelTexts[view.language].customer;
  return (
    <section class="side-section side-handoff">
      <h3 safe>{texts.summary}</h3>
      <p class="side-chips">
        {summary.reason ? (
          <Chip label={reasons[summary.reason] ?? summary.reason} tone={REASON_TONES[summary.reason] ?? 'plain'} />
        ) : (
          ''
        )}
        <Chip label={texts.moods[summary.mood]} tone={MOOD_TONES[summary.mood]} title={texts.mood} />
      </p>
      <dl>
        <div>
          <dt safe>{texts.asked}</dt>
          {summary.asked.map((text) => (
            <dd lang={summary.language}>
              <q safe>{text}</q>
            </dd>
          ))}
        </div>
        <div>
          <dt safe>{texts.tried}</dt>
          <Tried summary={summary} view={view} />
        </div>
        <div>
          <dt safe>{texts.nextStep}</dt>
          <dd class="side-next" safe>
            {texts.nextSteps[summary.nextStep]}
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Each way once, with how often and what it rested on. */
function Tried({ summary: { tried }, view }: { summary: HandoffSummary; view: View }): JSX.Element {
  const { outcomes } = panelTexts[view.language].conversation;
  if (tried.length === 0) return <dd safe>{inboxTexts[view.language].side.triedNothing}</dd>;
  const lines = tried.map(({ outcome, articles }) =>
    [outcomes[outcome] ?? outcome, ...(articles.length > 0 ? [articles.join(', ')] : [])].join(': '),
  );
  return (
    <>
      {[...new Set(lines)].map((line) => (
        <dd safe>{line}</dd>
      ))}
    </>
  );
}
