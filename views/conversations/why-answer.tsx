import type { Provenance } from '../../src/features/conversations/model.ts';
import { formatDollars, formatNumber, formatPercent } from '../../src/lib/format.ts';
import { topicPath } from '../knowledge/paths.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { whyId } from './ids.ts';
import { whyPath } from './paths.ts';

interface WhyLinkProps {
  conversationId: string;
  seq: number;
  view: View;
}

/** Opens what an answer rests on; it is read when somebody wants to know. */
export function WhyLink({ conversationId, seq, view }: WhyLinkProps): JSX.Element {
  const id = whyId(conversationId, seq);
  return (
    <details class="why" hx-get={whyPath(conversationId, seq)} hx-trigger="toggle once" hx-target={`#${id}`}>
      <summary safe>{panelTexts[view.language].why.title}</summary>
      <div id={id} aria-live="polite" />
    </details>
  );
}

/** What an answer rests on, who gave it, what was checked and what it cost. */
export function WhyAnswer({ provenance, view }: { provenance: Provenance; view: View }): JSX.Element {
  const texts = panelTexts[view.language].why;
  const { provider, model, checks, fallbacks, promptVersion, latencyMs } = provenance;
  const named = (name: string): string => texts.answerers[name] ?? name;
  const by = [provider && named(provider), model].filter(Boolean).join(' · ');
  const tried = fallbacks.map((one) => `${named(one.provider)}: ${texts.reasons[one.reason] ?? one.reason}`).join(', ');
  return (
    <dl class="why-facts">
      <Articles provenance={provenance} view={view} />
      <Fact label={texts.checks} value={checks.map((check) => texts.checkNames[check] ?? check).join(', ')} />
      <Fact label={texts.by} value={by} />
      <Fact label={texts.triedBefore} value={tried} />
      <Fact label={texts.instructions} value={promptVersion === null ? '' : texts.version(promptVersion)} />
      <Fact label={texts.tokens} value={tokensOf(provenance, view)} />
      <Fact label={texts.latency} value={latencyMs === null ? '' : `${formatNumber(latencyMs, view)} ms`} />
    </dl>
  );
}

function Articles({ provenance: { sources }, view }: { provenance: Provenance; view: View }): JSX.Element {
  const texts = panelTexts[view.language].why;
  if (sources.length === 0) return '';
  return (
    <div>
      <dt safe>{texts.articles}</dt>
      <dd>
        <ul>
          {sources.map(({ slug, version, score, isCited }) => (
            <li>
              <a href={topicPath(slug)}>
                <code safe>{slug}</code>
              </a>
              <span safe>
                {[
                  ...(version === null ? [] : [texts.version(String(version))]),
                  formatPercent(score, view),
                  isCited ? texts.cited : texts.notCited,
                ].join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

/** What is not known is left out. */
function Fact({ label, value }: { label: string; value: string }): JSX.Element {
  if (value === '') return '';
  return (
    <div>
      <dt safe>{label}</dt>
      <dd safe>{value}</dd>
    </div>
  );
}

function tokensOf({ promptTokens, completionTokens, costMicros }: Provenance, view: View): string {
  if (promptTokens === null || completionTokens === null) return '';
  const counts = panelTexts[view.language].why.counts(
    formatNumber(promptTokens, view),
    formatNumber(completionTokens, view),
  );
  return costMicros === null ? counts : `${counts} · ${formatDollars(costMicros, view)}`;
}
