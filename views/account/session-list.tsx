import type { OpenSession } from '../../src/features/auth/model.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { accountTexts } from './account-texts.ts';
import { deviceOf } from './device.ts';

interface SessionListProps {
  sessions: OpenSession[];
  /** The one in which the page is looked at; null on somebody else's page. */
  currentId: string | null;
  /** Ends the session whose id follows; null: they can only be seen. */
  endPath: ((id: string) => string) | null;
  view: View;
}

/** Where a person is logged in: device, place and time. */
export function SessionList({ sessions, currentId, endPath, view }: SessionListProps): JSX.Element {
  return (
    <ul class="plain-list sessions">
      {sessions.map((session) => (
        <SessionRow session={session} currentId={currentId} endPath={endPath} view={view} />
      ))}
    </ul>
  );
}

function SessionRow({
  session,
  currentId,
  endPath,
  view,
}: Omit<SessionListProps, 'sessions'> & { session: OpenSession }): JSX.Element {
  const { sessions: texts } = accountTexts[view.language];
  const device = nameOfDevice(session, view);
  const end = endPath?.(session.id);
  return (
    <li>
      <span class="two-lines">
        <span title={session.userAgent ?? undefined} safe>
          {device}
        </span>
        <span class="hint">
          <span safe>{session.address ? `${session.address} · ${texts.since} ` : `${texts.since} `}</span>
          <Moment date={session.createdAt} view={view} style="when" />
          <span safe>{` · ${texts.seen} `}</span>
          <Moment date={session.lastSeenAt} view={view} style="ago" />
        </span>
      </span>
      {session.id === currentId ? <Chip label={texts.current} tone="accent" /> : ''}
      {session.id !== currentId && end ? (
        <form method="post" action={end} hx-post={end} {...confirmFirst(texts.confirmOne(device))}>
          <Button
            label={texts.endOne}
            kind="quiet"
            type="submit"
            attributes={{ 'aria-label': texts.endOneOf(device) }}
          />
        </form>
      ) : (
        ''
      )}
    </li>
  );
}

/** `Firefox · Windows`, or what it is instead. */
export function nameOfDevice({ userAgent, kind }: Pick<OpenSession, 'userAgent' | 'kind'>, view: View): string {
  const { sessions: texts } = accountTexts[view.language];
  return deviceOf(userAgent) ?? (kind === 'api' ? texts.api : texts.unknown);
}
