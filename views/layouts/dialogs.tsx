import type { Language } from '../../src/lib/language.ts';
import { DialogHead } from '../components/dialog-head.tsx';
import { shellTexts } from '../texts/shell-texts.ts';

/** Every key of the panel, and those of the page that is open: public/panel/keyboard.js lists what the page marks. */
export function ShortcutsDialog({ language }: { language: Language }): JSX.Element {
  const { shortcuts, search } = shellTexts[language];
  return (
    <dialog id="shortcuts" class="dialog" aria-labelledby="shortcuts-title">
      <DialogHead id="shortcuts-title" title={shortcuts.title} language={language} />
      <div class="dialog-body">
        <section data-page-shortcuts hidden>
          <h3 safe>{shortcuts.here}</h3>
          <dl class="keys" />
        </section>
        <h3 safe>{shortcuts.everywhere}</h3>
        <dl class="keys">
          <Key label={search.title} keys={['mod+k']} />
          <Key label={shortcuts.open} keys={['?']} />
          <Key label={shortcuts.list.rows} keys={['↑', '↓']} />
          <Key label={shortcuts.list.close} keys={['Esc']} />
        </dl>
        <div class="check">
          <input type="checkbox" id="single-key" aria-describedby="single-key-hint" data-single-key />
          <label for="single-key">
            <span safe>{shortcuts.singleKey}</span>
            <span class="hint" id="single-key-hint" safe>
              {shortcuts.singleKeyHint}
            </span>
          </label>
        </div>
      </div>
    </dialog>
  );
}

function Key({ label, keys }: { label: string; keys: string[] }): JSX.Element {
  return (
    <div>
      <dt safe>{label}</dt>
      <dd>
        {keys.map((key) => (
          <kbd data-key={key} safe>
            {key === 'mod+k' ? 'Ctrl K' : key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}

/** Asks before something happens; filled by whoever asks (components/button.tsx). */
export function ConfirmDialog({ language }: { language: Language }): JSX.Element {
  const texts = shellTexts[language];
  return (
    <dialog
      id="confirm"
      class="dialog confirm"
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
    >
      <form method="dialog">
        <h2 id="confirm-title" safe>
          {texts.confirm}
        </h2>
        <p id="confirm-text" />
        <div class="dialog-actions">
          <button type="submit" class="button button-plain" value="no" autofocus safe>
            {texts.cancel}
          </button>
          <button type="submit" class="button button-primary" value="yes" data-confirm-yes safe>
            {texts.confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
