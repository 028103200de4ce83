import { type Delivery, publicIdOf, type Try } from '../../src/features/webhooks/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { LiveRegion } from '../components/live-region.tsx';
import { Moment } from '../components/moment.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { deliveryPath, webhookPath } from './paths.ts';
import { eventName } from './webhook-page.tsx';
import { DeliveryChip } from './webhook-state.tsx';
import { webhookTexts } from './webhook-texts.ts';

const DELIVERY_ID = 'delivery';

interface DeliveryPageProps {
  webhookDelivery: Delivery;
  person: Person;
  files: PageFiles;
  view: View;
}

/** One delivery: what it said, and how every try of it went. */
export function DeliveryPage({ webhookDelivery: delivery, person, files, view }: DeliveryPageProps): JSX.Element {
  const { language } = view;
  const texts = webhookTexts[language].delivery;
  const path = deliveryPath(delivery.webhookId, delivery.id);
  const replay = (
    <form method="post" action={`${path}/replay`}>
      <Button label={texts.replay} icon="send" type="submit" />
    </form>
  );
  return (
    <AdministrationPage
      current="webhooks"
      title={`${texts.title}: ${eventName(delivery.event, language)}`}
      backPath={webhookPath(delivery.webhookId)}
      actions={replay}
      person={person}
      files={files}
    >
      <LiveRegion id={DELIVERY_ID} path={path} topic="webhooks" class="stack">
        <section class="panel-card">
          <p class="chips">
            <DeliveryChip status={delivery.status} view={view} />
            <Moment date={delivery.occurredAt} view={view} style="full" />
          </p>
          <dl class="audit-facts">
            <div>
              <dt safe>{texts.id}</dt>
              <dd>
                <code safe>{publicIdOf(delivery.messageId)}</code>
              </dd>
            </div>
          </dl>
        </section>
        <section class="panel-card" aria-labelledby="payload">
          <h2 id="payload" safe>
            {texts.payload}
          </h2>
          <pre class="answer-text" tabindex="0" safe>
            {JSON.stringify(delivery.data, null, 2)}
          </pre>
          <p class="hint" safe>
            {texts.payloadHint}
          </p>
        </section>
        <section class="panel-card" aria-labelledby="tries">
          <h2 id="tries" safe>
            {texts.tries}
          </h2>
          {delivery.tries.length === 0 ? (
            <p class="hint" safe>
              {texts.noTries}
            </p>
          ) : (
            ''
          )}
          <ol class="audit-list">
            {[...delivery.tries].reverse().map((one) => (
              <TryItem one={one} view={view} />
            ))}
          </ol>
        </section>
      </LiveRegion>
    </AdministrationPage>
  );
}

function TryItem({ one, view }: { one: Try; view: View }): JSX.Element {
  const { log, delivery } = webhookTexts[view.language];
  const answered = one.status === null ? '' : log.answered(String(one.status), formatNumber(one.ms, view));
  return (
    <li>
      <span class="chips">
        <Moment date={new Date(one.at)} view={view} style="full" />
        <strong safe>{[one.error && log.errors[one.error], answered].filter(Boolean).join(' · ')}</strong>
      </span>
      {one.answer ? (
        <>
          <span class="hint" safe>
            {delivery.answer}
          </span>
          <pre class="answer-text" tabindex="0" safe>
            {one.answer}
          </pre>
        </>
      ) : (
        ''
      )}
    </li>
  );
}
