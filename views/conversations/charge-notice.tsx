import type { InboxRow } from '../../src/features/conversations/model.ts';
import { formatWhen } from '../../src/lib/format.ts';
import { Icon } from '../components/icons.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';
import { Claim, TakeOver } from './actions.tsx';
import { deedsOf, type Onlooker } from './deeds.ts';
import { chargeId } from './pane-ids.ts';

interface ChargeNoticeProps {
  row: InboxRow;
  onlooker: Onlooker;
  view: View;
}

/**
 * Who answers the customer where it is not the person who looks: with what they can do about it. Tells the composer, too,
 * whether they may write to the customer.
 */
export function ChargeNotice({ row, onlooker, view }: ChargeNoticeProps): JSX.Element {
  const deeds = deedsOf(row, onlooker);
  const notice = noticeOf(row, deeds.isMine, view);
  return (
    <div id={chargeId(row.id)} data-charge={deeds.canReply ? 'mine' : 'other'}>
      {notice ? (
        <div class={['charge', `charge-${notice.kind}`]} role={notice.kind === 'emergency' ? 'alert' : 'note'}>
          <Icon name={notice.kind === 'emergency' ? 'alert' : notice.kind === 'waiting' ? 'clock' : 'person'} />
          <p safe>{notice.text}</p>
          {deeds.canTakeOver ? <TakeOver id={row.id} view={view} /> : ''}
          {deeds.canClaim ? <Claim row={row} me={onlooker.id} view={view} /> : ''}
        </div>
      ) : (
        ''
      )}
    </div>
  );
}

function noticeOf(row: InboxRow, isMine: boolean, view: View): { kind: string; text: string } | null {
  const { notice } = conversationTexts[view.language];
  const { status, urgency, handoffReason } = row;
  if (status === 'ended') return { kind: 'ended', text: notice.ended };
  if (status === 'human') return isMine ? null : { kind: 'human', text: notice.colleague(row.assigneeName ?? '–') };
  if (status === 'bot') return { kind: 'bot', text: notice.bot };
  if (handoffReason === 'emergency' || urgency === 'URGENT') return { kind: 'emergency', text: notice.emergency };
  const since = row.waitingSince ?? row.updatedAt;

  return { kind: 'waiting', text: notice.waiting(formatWhen(since, view.now, view)) };
}
