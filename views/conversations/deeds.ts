import { may } from '../../src/features/auth/model.ts';
import type { InboxRow } from '../../src/features/conversations/model.ts';
import type { Role } from '../../src/features/users/model.ts';

/** The member of staff who looks at the conversation. */
export interface Onlooker {
  id: number;
  role: Role;
}

/** What role and state let a person do with a conversation. The same rules hold where it is done. */
interface Deeds {
  isMine: boolean;
  canReply: boolean;
  canTakeOver: boolean;
  /** From the colleague who is in charge. */
  canClaim: boolean;
  canRelease: boolean;
  canTransfer: boolean;
  canEnd: boolean;
}

export function deedsOf(row: Pick<InboxRow, 'status' | 'assigneeId'>, { id, role }: Onlooker): Deeds {
  const isHuman = row.status === 'human';
  const isMine = isHuman && row.assigneeId === id;
  const isWithin = isMine || may(role, 'conversation.any');
  return {
    isMine,
    canReply: isMine && may(role, 'conversation.reply'),
    canTakeOver: (row.status === 'bot' || row.status === 'waiting') && may(role, 'conversation.takeover'),
    canClaim: isHuman && !isMine && isWithin && may(role, 'conversation.transfer'),
    canRelease: ((isHuman && isWithin) || row.status === 'waiting') && may(role, 'conversation.release'),
    canTransfer: isHuman && isWithin && may(role, 'conversation.transfer'),
    canEnd: row.status !== 'ended' && may(role, 'conversation.end'),
  };
}
