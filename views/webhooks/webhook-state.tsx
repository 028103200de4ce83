import type { DeliveryStatus, Webhook } from '../../src/features/webhooks/model.ts';
import { formatSpan } from '../../src/lib/format.ts';
import { Chip, type Tone } from '../components/chips.tsx';
import type { View } from '../view.ts';
import { webhookTexts } from './webhook-texts.ts';

/** Whether it is told of things, and whether it takes them. */
export function WebhookState({ webhook, view }: { webhook: Webhook; view: View }): JSX.Element {
  const texts = webhookTexts[view.language];
  const { isActive, disabledReason, failingSince } = webhook;
  if (!isActive) {
    const reason = disabledReason ?? 'manual';
    return <Chip label={texts.disabled[reason]} tone={reason === 'manual' ? 'plain' : 'red'} />;
  }
  if (failingSince === null) return <Chip label={texts.active} tone="accent" />;
  const span = formatSpan(view.now.getTime() - failingSince.getTime()) || '1 min';
  return <Chip label={texts.failing(span)} tone="amber" />;
}

const TONES: Record<DeliveryStatus, Tone> = { PENDING: 'amber', SENT: 'accent', FAILED: 'red' };

export const DeliveryChip = ({ status, view }: { status: DeliveryStatus; view: View }): JSX.Element => (
  <Chip label={webhookTexts[view.language].log.statuses[status]} tone={TONES[status]} />
);
