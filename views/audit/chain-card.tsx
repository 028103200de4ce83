import type { Verification } from '../../src/features/audit/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { auditTexts } from './audit-texts.ts';
import { AUDIT_PATH, CHAIN_ID } from './paths.ts';

interface ChainCardProps {
  /** The newest look of each kind. */
  looks: Verification[];
  view: View;
}

/** Whether the log is whole. While somebody's look at all of it is under way, the card asks how far it is. */
export function ChainCard({ looks, view }: ChainCardProps): JSX.Element {
  const { chain } = auditTexts[view.language];
  const isRunning = looks.some(({ status, isStale }) => status === 'running' && !isStale);
  const asking = {
    'hx-get': `${AUDIT_PATH}/chain`,
    'hx-trigger': 'every 700ms',
    'hx-swap': 'outerMorph',
  };
  return (
    <section
      id={CHAIN_ID}
      class="panel-card audit-chain"
      aria-labelledby="audit-chain-title"
      {...(isRunning && asking)}
    >
      <div class="list-head">
        <h2 id="audit-chain-title" safe>
          {chain.title}
        </h2>
        <form
          method="post"
          action={`${AUDIT_PATH}/verify`}
          hx-post={`${AUDIT_PATH}/verify`}
          hx-target={`#${CHAIN_ID}`}
          hx-swap="outerMorph"
        >
          <Button label={chain.verify} icon="shield" type="submit" attributes={{ disabled: isRunning }} />
        </form>
      </div>
      <p class="hint" safe>
        {chain.text}
      </p>
      <div role="status">
        {looks.length === 0 ? <p safe>{chain.never}</p> : looks.map((look) => <Look look={look} view={view} />)}
      </div>
    </section>
  );
}

function Look({ look, view }: { look: Verification; view: View }): JSX.Element {
  const { chain } = auditTexts[view.language];
  const say = (count: number): string => formatNumber(count, view);
  const { status, isStale, entries, total, firstBadId, fault } = look;
  if (status === 'running') {
    return (
      <div class="audit-look">
        {isStale ? (
          <p safe>{chain.stale}</p>
        ) : (
          <label>
            <span safe>{chain.running(say(entries), say(total))}</span>
            <progress value={String(entries)} max={String(Math.max(1, total))} />
          </label>
        )}
      </div>
    );
  }
  return (
    <p class="audit-look">
      <Chip label={look.kind === 'routine' ? chain.routine : chain.asked} />
      <Moment date={look.finishedAt ?? look.startedAt} view={view} style="when" />
      {status === 'valid' ? (
        <span safe>{chain.valid(say(entries))}</span>
      ) : (
        <strong class="is-bad" safe>
          {`${chain.broken(say(firstBadId ?? 0))} ${fault ? chain.faults[fault] : ''}`}
        </strong>
      )}
    </p>
  );
}
