import type { Account } from '../../src/features/users/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { Deed } from './deed.tsx';
import { AccountChip } from './people-page.tsx';
import { userTexts } from './user-texts.ts';

interface PersonAccessProps {
  account: Account;
  /** What is in their charge. */
  work: { conversations: number; tickets: number };
  openSessions: number;
  /** Without it, no invitation can be mailed. */
  canMail: boolean;
  /** It is the person who looks at it. */
  isOwn: boolean;
  view: View;
}

/** How somebody gets in, and how they are shown out. */
export function PersonAccess(props: PersonAccessProps): JSX.Element {
  const { person: texts } = userTexts[props.view.language];
  const { account } = props;
  return (
    <section class="panel-card" aria-labelledby="access">
      <h2 id="access" safe>
        {texts.access}
      </h2>
      <Facts {...props} />
      {account.isActive ? <WayIn {...props} /> : ''}
      {account.isActive && account.hasTwoFactor && !props.isOwn ? <ResetTwoFactor {...props} /> : ''}
      {props.openSessions > 0 ? <EndSessions {...props} /> : ''}
      {account.isActive ? <Deactivate {...props} /> : <Reactivate {...props} />}
    </section>
  );
}

function Facts({ account, work, view }: PersonAccessProps): JSX.Element {
  const { person: texts, never, sources, twoFactor } = userTexts[view.language];
  const say = (count: number): string => formatNumber(count, view);
  const when = (date: Date | null): JSX.Element =>
    date ? <Moment date={date} view={view} style="full" /> : <span safe>{never}</span>;
  return (
    <dl class="facts">
      <dt safe>{texts.facts.state}</dt>
      <dd>
        <AccountChip account={account} view={view} />
      </dd>
      <dt safe>{texts.facts.source}</dt>
      <dd safe>{sources[account.source]}</dd>
      <dt safe>{texts.facts.twoFactor}</dt>
      <dd safe>
        {account.source === 'oidc' ? twoFactor.atProvider : account.hasTwoFactor ? twoFactor.on : twoFactor.off}
      </dd>
      <dt safe>{texts.facts.lastLogin}</dt>
      <dd>{when(account.lastLoginAt)}</dd>
      <dt safe>{texts.facts.lastSeen}</dt>
      <dd>{when(account.lastSeenAt)}</dd>
      <dt safe>{texts.facts.since}</dt>
      <dd>{when(account.createdAt)}</dd>
      <dt safe>{texts.facts.work}</dt>
      <dd safe>{texts.work(say(work.conversations), say(work.tickets))}</dd>
    </dl>
  );
}

function WayIn({ account, canMail, view }: PersonAccessProps): JSX.Element {
  const { person: texts } = userTexts[view.language];
  if (account.source === 'oidc') {
    return (
      <Deed
        path={`/panel/users/${account.id}/unlink`}
        text={texts.unlinkText}
        confirmation={texts.confirmUnlink(account.fullName)}
      >
        <Button label={texts.unlink} type="submit" />
      </Deed>
    );
  }
  if (!canMail) {
    return (
      <p class="hint" safe>
        {texts.noMail}
      </p>
    );
  }
  const isInvited = account.lastLoginAt === null;
  return (
    <Deed
      path={`/panel/users/${account.id}/invitation`}
      text={isInvited ? texts.inviteText : texts.sendLinkText}
      confirmation={texts.confirmLink(account.email)}
    >
      <Button label={isInvited ? texts.inviteAgain : texts.sendLink} icon="send" type="submit" />
    </Deed>
  );
}

function ResetTwoFactor({ account, view }: PersonAccessProps): JSX.Element {
  const { person: texts } = userTexts[view.language];
  return (
    <Deed
      path={`/panel/users/${account.id}/two-factor/reset`}
      text={texts.resetText}
      confirmation={{ ...texts.confirmReset(account.fullName), isDangerous: true }}
    >
      <Button label={texts.reset} icon="shield" type="submit" />
    </Deed>
  );
}

function EndSessions({ account, openSessions, view }: PersonAccessProps): JSX.Element {
  const { person: texts } = userTexts[view.language];
  return (
    <Deed
      path={`/panel/users/${account.id}/sessions/end`}
      text={texts.endSessionsText}
      confirmation={texts.confirmEndSessions(account.fullName, formatNumber(openSessions, view))}
    >
      <Button label={texts.endSessions} icon="logout" type="submit" />
    </Deed>
  );
}

function Deactivate({ account, work, view }: PersonAccessProps): JSX.Element {
  const { person: texts } = userTexts[view.language];
  const say = (count: number): string => formatNumber(count, view);
  return (
    <Deed
      path={`/panel/users/${account.id}/deactivate`}
      text={texts.deactivateText}
      confirmation={{
        ...texts.confirmDeactivate(account.fullName, say(work.conversations), say(work.tickets)),
        isDangerous: true,
      }}
    >
      <Button label={texts.deactivate} type="submit" />
    </Deed>
  );
}

function Reactivate({ account, view }: PersonAccessProps): JSX.Element {
  const { person: texts } = userTexts[view.language];
  return (
    <Deed path={`/panel/users/${account.id}/reactivate`} text={texts.reactivateText} confirmation={null}>
      <Button label={texts.reactivate} kind="primary" type="submit" />
    </Deed>
  );
}
