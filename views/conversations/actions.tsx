import { may } from '../../src/features/auth/model.ts';
import type { InboxRow } from '../../src/features/conversations/model.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { Menu } from '../components/menu.tsx';
import { holdPath } from '../retention/paths.ts';
import { conversationTexts } from '../texts/conversation-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';
import { deedsOf, type Onlooker } from './deeds.ts';
import { actionsId, DEED_BODY_ID, DEED_ID, DEED_TITLE_ID } from './pane-ids.ts';
import { endPath, releasePath, takeoverPath, transcriptPath, transferPath } from './pane-paths.ts';

interface ActionsProps {
  row: InboxRow;
  onlooker: Onlooker;
  view: View;
}

/** What can be done with the conversation now; pushed again whenever that changes. */
export function Actions({ row, onlooker, view }: ActionsProps): JSX.Element {
  const texts = conversationTexts[view.language];
  const deeds = deedsOf(row, onlooker);
  return (
    <div class="conversation-actions" id={actionsId(row.id)}>
      {deeds.canTakeOver ? <TakeOver id={row.id} view={view} /> : ''}
      {deeds.canTransfer ? (
        <Button
          label={texts.transfer}
          icon="transfer"
          attributes={{ ...dialogFor(transferPath(row.id)), title: texts.transfer }}
        />
      ) : (
        ''
      )}
      {deeds.canEnd ? (
        <Button label={texts.end} icon="check" shortcut="alt+e" attributes={dialogFor(endPath(row.id))} />
      ) : (
        ''
      )}
      <Menu id={`more-${row.id}`} label={texts.more} icon="dots" isIconOnly>
        <>
          {deeds.canRelease ? <Release row={row} view={view} /> : ''}
          <p class="menu-title" safe>
            {texts.transcript}
          </p>
          {(['txt', 'pdf', 'json'] as const).map((format) => (
            <a class="menu-item" href={transcriptPath(row.id, format)} download="">
              <Icon name="down" />
              <span safe>{texts.formats[format]}</span>
            </a>
          ))}
          {may(onlooker.role, 'conversation.hold') ? (
            <a class="menu-item" href={holdPath(row.id)}>
              <Icon name="shield" />
              <span safe>{texts.hold}</span>
            </a>
          ) : (
            ''
          )}
        </>
      </Menu>
    </div>
  );
}

/** Puts the person in charge; the answer brings what has changed, or says who was faster. */
export function TakeOver({ id, view }: { id: string; view: View }): JSX.Element {
  const attributes = { 'hx-post': takeoverPath(id), 'hx-swap': 'none', 'hx-sync': 'this:drop' };
  const { takeOver } = conversationTexts[view.language];
  return <Button label={takeOver} kind="primary" icon="person" attributes={attributes} />;
}

/** Takes it from the colleague who is in charge. */
export function Claim({ row, me, view }: { row: InboxRow; me: number; view: View }): JSX.Element {
  const texts = conversationTexts[view.language];
  return (
    <Button
      label={texts.claim}
      icon="person"
      attributes={{
        'hx-post': transferPath(row.id),
        'hx-vals': JSON.stringify({ to: String(me), claim: 'yes' }),
        'hx-swap': 'none',
        'hx-sync': 'this:drop',
        ...confirmFirst(texts.claimConfirm(row.assigneeName ?? '')),
      }}
    />
  );
}

function Release({ row, view }: { row: InboxRow; view: View }): JSX.Element {
  const texts = conversationTexts[view.language];
  const name = row.status === 'waiting' ? null : (row.assigneeName ?? '');
  return (
    <button
      type="button"
      class="menu-item"
      hx-post={releasePath(row.id)}
      hx-swap="none"
      hx-sync="this:drop"
      {...confirmFirst(texts.releaseConfirm(name))}
    >
      <Icon name="back" />
      <span safe>{texts.release}</span>
    </button>
  );
}

/** Opens the one dialog of the pane, with what this address says at that moment. */
const dialogFor = (path: string): Record<string, unknown> => ({
  'data-dialog-open': DEED_ID,
  'hx-get': path,
  'hx-target': `#${DEED_BODY_ID}`,
  'hx-swap': 'innerHTML',
  'hx-sync': 'this:replace',
});

/** Stays while everything around it is pushed anew. */
export function DeedDialog({ language }: { language: View['language'] }): JSX.Element {
  return (
    <dialog id={DEED_ID} class="dialog" aria-labelledby={DEED_TITLE_ID} data-loading={shellTexts[language].loading}>
      <div id={DEED_BODY_ID} />
    </dialog>
  );
}
