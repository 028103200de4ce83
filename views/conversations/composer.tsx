import type { InboxRow } from '../../src/features/conversations/model.ts';
import { formatBytes } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { Picker } from '../components/picker.tsx';
import { shortcutFor, tooltipOf } from '../components/shortcut.ts';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';
import { deedsOf, type Onlooker } from './deeds.ts';
import { nameOf } from './names.ts';
import { suggestionId } from './pane-ids.ts';
import { cannedPath, colleaguesPath, filesPath, messagesPath, notesPath, suggestionPath } from './pane-paths.ts';

/** As the interface takes them: characters. */
const MAX_TEXT_CHARS = '4000';
const FILE_TYPES = '.pdf,.png,.jpg,.jpeg,.webp';

interface ComposerProps {
  row: InboxRow;
  onlooker: Onlooker;
  /** Bytes of one file. */
  maxFileBytes: number;
  view: View;
}

/**
 * Where staff write: to the customer, or among themselves. Two fields, of which one is there at a time, so that no text
 * of the one can be sent as the other. public/panel/composer.js does what is done in it.
 */
export function Composer({ row, onlooker, maxFileBytes, view }: ComposerProps): JSX.Element {
  const { composer: texts } = conversationTexts[view.language];
  const { canReply } = deedsOf(row, onlooker);
  return (
    <section
      class="composer"
      aria-label={texts.tabs}
      data-composer={row.id}
      data-max-bytes={String(maxFileBytes)}
      data-too-large={texts.tooLarge(formatBytes(maxFileBytes, view))}
      data-remove={texts.remove}
      data-progress={texts.progress}
    >
      <div class="composer-tabs" role="tablist" aria-label={texts.tabs}>
        <Tab kind="reply" label={texts.reply} shortcut="alt+l" isSelected={canReply} />
        <Tab kind="note" label={texts.note} shortcut="alt+p" isSelected={!canReply} />
      </div>
      <ReplyForm row={row} isShown={canReply} canReply={canReply} view={view} />
      <NoteForm row={row} isShown={!canReply} view={view} />
      <Picker view={view} />
      <PendingMessage view={view} />
    </section>
  );
}

interface TabProps {
  kind: 'reply' | 'note';
  label: string;
  shortcut: `alt+${string}`;
  isSelected: boolean;
}

function Tab({ kind, label, shortcut, isSelected }: TabProps): JSX.Element {
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${kind}`}
      class={`composer-tab tab-${kind}`}
      aria-controls={`panel-${kind}`}
      aria-selected={isSelected ? 'true' : 'false'}
      tabindex={isSelected ? '0' : '-1'}
      title={tooltipOf(label, shortcut)}
      data-compose-tab={kind}
      {...shortcutFor(shortcut)}
    >
      <Icon name={kind === 'reply' ? 'reply' : 'note'} />
      <span safe>{label}</span>
    </button>
  );
}

interface ReplyFormProps {
  row: InboxRow;
  isShown: boolean;
  canReply: boolean;
  view: View;
}

function ReplyForm({ row, isShown, canReply, view }: ReplyFormProps): JSX.Element {
  const { composer: texts } = conversationTexts[view.language];
  return (
    <div id="panel-reply" role="tabpanel" aria-labelledby="tab-reply" hidden={!isShown}>
      <form
        id="compose-reply"
        class="compose compose-reply"
        method="post"
        action={messagesPath(row.id)}
        data-compose="reply"
        data-files={filesPath(row.id)}
        data-pick={cannedPath(row.id)}
        data-pick-kind="reply"
      >
        <div id={suggestionId(row.id)} class="suggestion-place" aria-live="polite" />
        <label class="hidden" for="reply-text" safe>
          {texts.replyLabel(nameOf(row, view.language))}
        </label>
        <textarea
          id="reply-text"
          name="message"
          rows="2"
          maxlength={MAX_TEXT_CHARS}
          placeholder={texts.replyPlaceholder}
          lang={row.language}
          aria-autocomplete="list"
          disabled={!canReply}
        />
        <p class="compose-cannot" data-cannot hidden={canReply} safe>
          {texts.cannotReply}
        </p>
        <ul class="compose-files" data-files-list aria-live="polite" />
        <div class="compose-foot">
          <label class="button button-quiet button-icon compose-tool" title={texts.attach}>
            <Icon name="attach" />
            <span class="hidden" safe>
              {texts.attach}
            </span>
            <input class="hidden" type="file" multiple accept={FILE_TYPES} data-file-input disabled={!canReply} />
          </label>
          <Button
            label={texts.canned}
            icon="slash"
            kind="quiet"
            isIconOnly
            attributes={{ 'data-pick-open': true, disabled: !canReply }}
          />
          <Button
            label={texts.suggest}
            icon="bulb"
            kind="quiet"
            isIconOnly
            attributes={{
              'data-suggest': true,
              'hx-post': suggestionPath(row.id),
              'hx-target': `#${suggestionId(row.id)}`,
              'hx-swap': 'innerHTML',
              'hx-sync': 'this:drop',
              // A model may take its time; the service gives up before this.
              'hx-config': '{"timeout": 40000}',
              disabled: !canReply,
            }}
          />
          <EnterSetting view={view} />
          <button type="submit" class="button button-primary compose-send" disabled={!canReply}>
            <Icon name="send" />
            <span safe>{texts.send}</span>
          </button>
        </div>
        <p class="compose-drop" aria-hidden="true" safe>
          {texts.dropHere}
        </p>
      </form>
    </div>
  );
}

function NoteForm({ row, isShown, view }: { row: InboxRow; isShown: boolean; view: View }): JSX.Element {
  const { composer: texts, noteHint } = conversationTexts[view.language];
  return (
    <div id="panel-note" role="tabpanel" aria-labelledby="tab-note" hidden={!isShown}>
      <form
        id="compose-note"
        class="compose compose-note"
        method="post"
        action={notesPath(row.id)}
        data-compose="note"
        data-pick={colleaguesPath(row.id)}
        data-pick-kind="note"
      >
        <p class="compose-private">
          <Icon name="note" />
          <span safe>{noteHint}</span>
        </p>
        <label class="hidden" for="note-text" safe>
          {texts.noteLabel}
        </label>
        <textarea
          id="note-text"
          name="note"
          rows="2"
          maxlength={MAX_TEXT_CHARS}
          placeholder={texts.notePlaceholder}
          aria-autocomplete="list"
        />
        <p class="problem" role="alert" data-note-problem hidden>
          <Icon name="alert" />
          <span safe>{texts.noteKept}</span>
        </p>
        <div class="compose-foot">
          <EnterSetting view={view} />
          <button type="submit" class="button compose-send button-note">
            <Icon name="note" />
            <span safe>{texts.saveNote}</span>
          </button>
        </div>
      </form>
    </div>
  );
}

/** The same choice in both; the browser keeps it. */
function EnterSetting({ view }: { view: View }): JSX.Element {
  const { composer: texts } = conversationTexts[view.language];
  return (
    <label class="compose-enter" title={texts.enterHint}>
      <input type="checkbox" data-enter-sends />
      <span safe>{texts.enterSends}</span>
    </label>
  );
}

/** A message on its way: it says truthfully how far it is, and loses nothing when it fails. */
function PendingMessage({ view }: { view: View }): JSX.Element {
  const { composer: texts } = conversationTexts[view.language];
  return (
    <template data-pending-template>
      <li class="message message-agent is-pending" data-order="1e9">
        <div class="message-text">
          <p data-pending-text />
        </div>
        <p class="pending-file" data-pending-file hidden />
        <progress class="pending-progress" max="1" value="0" hidden />
        <p class="pending-state" role="status" data-sending={texts.sending} data-failed={texts.failed} />
        <p class="pending-actions" hidden>
          <button type="button" class="button button-plain" data-retry safe>
            {texts.retry}
          </button>
          <button type="button" class="button button-quiet" data-edit safe>
            {texts.edit}
          </button>
        </p>
      </li>
    </template>
  );
}
