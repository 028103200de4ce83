import type { Probe, ProviderState, SpentToday } from '../../src/features/settings/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { assistantTexts } from './assistant-texts.ts';
import { SETTINGS_PATH } from './paths.ts';

export const SPENDING_PATH = `${SETTINGS_PATH}/assistant/spending`;
const SPENDING_EVERY_SECONDS = 10;
const VARIABLES: Record<string, string> = { openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY' };

interface ProvidersCardProps {
  providers: ProviderState[];
  mayTest: boolean;
  view: View;
}

/** Who answers, who is configured, and how each fares; keys are not among it. */
export function ProvidersCard({ providers, mayTest, view }: ProvidersCardProps): JSX.Element {
  const { title, text } = assistantTexts[view.language].providers;
  return (
    <section class="panel-card" aria-labelledby="provider-states">
      <h2 id="provider-states" safe>
        {title}
      </h2>
      <p safe>{text}</p>
      <ul class="providers">
        {providers.map((provider) => (
          <Provider provider={provider} mayTest={mayTest} view={view} />
        ))}
      </ul>
    </section>
  );
}

function Provider({ provider, mayTest, view }: { provider: ProviderState; mayTest: boolean; view: View }): JSX.Element {
  const { providers: texts } = assistantTexts[view.language];
  const { name, place, isConfigured, model } = provider;
  const label = texts.names[name] ?? name;
  const resultId = `probe-${name}`;
  return (
    <li class="provider">
      <div class="provider-head">
        <h3 safe>{label}</h3>
        <span class="chips">
          <Chip
            label={place === null ? texts.notAsked : texts.asked(String(place))}
            tone={place === null ? 'plain' : 'blue'}
          />
          <ConfiguredChip provider={provider} language={view.language} />
          {(provider.health?.open ?? 0) > 0 ? (
            <Chip label={texts.paused(String(provider.health?.open), String(provider.health?.workers))} tone="red" />
          ) : (
            ''
          )}
        </span>
        {mayTest && isConfigured && name !== 'mock' ? (
          <Button
            label={texts.test}
            icon="send"
            attributes={{
              'hx-post': `${SETTINGS_PATH}/assistant/test/${name}`,
              'hx-target': `#${resultId}`,
              'hx-swap': 'outerHTML',
              'hx-disable': 'this',
              'aria-label': texts.testOf(label),
            }}
          />
        ) : (
          ''
        )}
      </div>
      {model ? (
        <p class="hint">
          <span safe>{texts.model}</span>: <code safe>{model}</code>
        </p>
      ) : (
        <p class="hint" safe>
          {texts.always}
        </p>
      )}
      {provider.health ? <Health provider={provider} view={view} /> : ''}
      <div id={resultId} role="status" />
    </li>
  );
}

function ConfiguredChip({ provider, language }: { provider: ProviderState; language: Language }): JSX.Element {
  const { providers: texts } = assistantTexts[language];
  const { name, isConfigured, hasOwnAddress } = provider;
  if (name === 'mock') return <Chip label={texts.offline} tone="accent" />;
  if (!isConfigured) return <Chip label={texts.missing(VARIABLES[name] ?? '')} tone="amber" />;
  return <Chip label={hasOwnAddress ? texts.ownAddress : texts.configured} tone="accent" />;
}

function Health({ provider, view }: { provider: ProviderState; view: View }): JSX.Element {
  const { health } = provider;
  if (!health) return '';
  const { providers: texts, reasons } = assistantTexts[view.language];
  const say = (value: number): string => formatNumber(value, view);
  return (
    <p class="setting-foot">
      <span safe>{texts.answers(say(health.answers), say(health.failures))}</span>
      {health.lastAnswerAt && health.lastLatencyMs !== null ? (
        <span>
          <span safe>{texts.lastAnswer}</span>: <span safe>{`${say(health.lastLatencyMs)} ms`}</span>,{' '}
          <Moment date={new Date(health.lastAnswerAt)} view={view} style="when" />
        </span>
      ) : (
        ''
      )}
      {health.lastFailure && health.lastFailureAt ? (
        <span>
          <span safe>{texts.lastFailure}</span>: <span safe>{reasons[health.lastFailure] ?? health.lastFailure}</span>,{' '}
          <Moment date={new Date(health.lastFailureAt)} view={view} style="when" />
        </span>
      ) : (
        ''
      )}
    </p>
  );
}

/** What a test call came to; null: it took longer than anybody waits. */
export function ProbeResult({
  name,
  probe,
  language,
}: {
  name: string;
  probe: Probe | null;
  language: Language;
}): JSX.Element {
  const { providers: texts, reasons } = assistantTexts[language];
  const say = (value: number): string => formatNumber(value, { language });
  const reason = probe === null || !probe.isReached ? (probe?.reason ?? 'timeout') : null;
  const tokens = probe?.isReached && probe.usage ? probe.usage.promptTokens + probe.usage.completionTokens : 0;
  return (
    <div id={`probe-${name}`} role="status">
      <p class={reason === null ? 'done-note' : 'problem'}>
        <Icon name={reason === null ? 'check' : 'alert'} />
        <span safe>
          {probe?.isReached
            ? texts.reached(probe.model ?? name, say(probe.latencyMs), say(tokens))
            : texts.notReached(reasons[reason ?? ''] ?? String(reason))}
        </span>
      </p>
    </div>
  );
}

/** What was spent today against the budgets, kept right while the page is open. */
export function SpendingCard({ spent, view }: { spent: SpentToday; view: View }): JSX.Element {
  const { spending: texts } = assistantTexts[view.language];
  const { micros, tokens, budgetMicros, budgetTokens } = spent;
  const usd = (value: number): string =>
    `USD ${new Intl.NumberFormat(view.language === 'es' ? 'es-MX' : 'en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(value / 1_000_000)}`;
  const count = (value: number): string => formatNumber(value, view);
  return (
    <section
      class="panel-card"
      id="spending"
      aria-labelledby="spending-title"
      hx-get={SPENDING_PATH}
      hx-trigger={`every ${SPENDING_EVERY_SECONDS}s`}
      hx-swap="outerHTML"
    >
      <h2 id="spending-title" safe>
        {texts.title}
      </h2>
      <p safe>{texts.text}</p>
      <div class="fields">
        <Spent label={texts.usd} spent={micros} budget={budgetMicros} say={usd} language={view.language} />
        <Spent label={texts.tokens} spent={tokens} budget={budgetTokens} say={count} language={view.language} />
      </div>
    </section>
  );
}

interface SpentProps {
  label: string;
  spent: number;
  /** 0: without end. */
  budget: number;
  say: (value: number) => string;
  language: Language;
}

function Spent({ label, spent, budget, say, language }: SpentProps): JSX.Element {
  const { spending: texts } = assistantTexts[language];
  const isOver = budget > 0 && spent >= budget;
  return (
    <div class={['figure', isOver && 'is-bad']}>
      <p class="figure-label" safe>
        {label}
      </p>
      <p class="figure-value" safe>
        {say(spent)}
      </p>
      {budget > 0 ? (
        <meter min="0" max={String(budget)} value={String(Math.min(spent, budget))} aria-label={label} />
      ) : (
        ''
      )}
      <p class="figure-text">
        <span safe>{budget > 0 ? texts.of(say(spent), say(budget)) : texts.noBudget}</span>
        {isOver ? <strong safe>{texts.isOver}</strong> : ''}
      </p>
    </div>
  );
}
