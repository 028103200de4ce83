/**
 * The customer's chat as one custom element.
 *
 *   <script type="module" src="https://desk.bank/public/widget/widget.js" data-api="https://desk.bank"></script>
 *
 * puts it on any page; `<joxai-chat lang="en" theme="dark" api="https://desk.bank"></joxai-chat>` places it by hand.
 * `lang` and `theme` (light, dark, auto) win over the desk's settings. `resume`, on a page of the desk's own origin,
 * opens the conversation of the page's cookie. `preview` holds a configuration: the chat is shown with it and does nothing.
 */
import { Api } from './api.js';
import { Chat } from './chat.js';
import { h, icon, label, setText, showPicture } from './dom.js';
import { readConfig } from './frames.js';
import { Panel } from './panel.js';
import { PreviewChat } from './preview-chat.js';
import { Session } from './session.js';
import { ChatState } from './state.js';
import { pickLanguage, textsFor } from './texts.js';
import { accentProperties } from './theme.js';

const SHEETS = ['base.css', 'widget.css', 'messages.css', 'bubble.css', 'footer.css'];
const DEFAULT_ACCENT = '#0b6b57';
/** Below this the panel covers the screen; the style sheet says the same. */
const PHONE = '(max-width: 520px)';
const LANGUAGE_KEY = 'joxai.chat.language';

class JoxaiChat extends HTMLElement {
  static observedAttributes = ['lang', 'theme', 'preview'];

  #config = readConfig(null);
  #language = 'es';
  #phone = matchMedia(PHONE);
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  #launcherFace = h('span', { class: 'launcher-face' }, icon('chat'));
  #launcherText = h('span', { class: 'launcher-text', hidden: true });
  #launcher = h(
    'button',
    { type: 'button', class: 'launcher', on: { click: () => this.open() } },
    this.#launcherFace,
    this.#launcherText,
    this.#badge,
  );
  #state = new ChatState(() => this.#render());
  #api;
  #session;
  #chat;
  #panel;
  #root;
  #origin;
  /** Whether this is a picture of the chat, in the panel, and no chat. */
  #isPreview = false;

  connectedCallback() {
    if (this.#root) return this.#attach();
    const origin = apiOrigin(this);
    this.#session = new Session(origin);
    this.#api = new Api(origin);
    this.#origin = origin;
    this.#isPreview = this.hasAttribute('preview');
    this.#chat = this.#isPreview ? new PreviewChat(this.#state) : new Chat(this.#api, this.#session, this.#state);
    this.#panel = new Panel(this.#chat, {
      close: () => this.close(),
      start: () => this.#chat.start(this.#language),
      restart: () => this.#chat.restart(this.#language).then(() => this.#panel.focus()),
      switchLanguage: () => this.#switchLanguage(),
    });
    this.#language = pickLanguage(remembered(), this.lang, document.documentElement.lang, navigator.language);
    this.#root = h('div', { class: 'root', hidden: true }, this.#launcher, this.#panel.element);
    this.attachShadow({ mode: 'open' }).append(...this.#sheets(), this.#root);
    if (this.#isPreview) return this.#preview();
    if (this.hasAttribute('resume')) this.#resume();
    else this.#attach();
    this.#loadConfig();
  }

  disconnectedCallback() {
    this.#chat.close();
    this.#phone.removeEventListener('change', this.#fit);
    this.#dark.removeEventListener('change', this.#paint);
    window.visualViewport?.removeEventListener('resize', this.#fit);
  }

  attributeChangedCallback(name) {
    if (!this.#root) return;
    if (name === 'lang') this.#language = pickLanguage(this.lang, this.#language);
    if (name === 'preview') return this.#showPreview();
    this.#paint();
    this.#render();
  }

  open() {
    this.#state.update({ isPanelOpen: true });
    this.#panel.element.hidden = false;
    this.#launcher.hidden = true;
    this.#chat.start(this.#language);
    this.#fit();
    this.#render();
    // Who looks at a preview is writing elsewhere.
    if (!this.#isPreview) this.#panel.focus();
  }

  close() {
    this.#state.update({ isPanelOpen: false });
    this.#panel.element.hidden = true;
    this.#launcher.hidden = false;
    this.#launcher.focus();
  }

  #preview() {
    this.#phone.addEventListener('change', this.#fit);
    this.#dark.addEventListener('change', this.#paint);
    this.#showPreview();
    this.open();
  }

  #showPreview() {
    this.#config = readConfig(JSON.parse(this.getAttribute('preview')));
    if (!this.#config.languages.includes(this.#language)) this.#language = this.#config.languages[0] ?? 'es';
    this.#chat.greet(this.#config.welcome[this.#language]);
    this.#paint();
    this.#render();
  }

  /** The page exists for the conversation that its cookie opens, so the chat opens by itself. */
  async #resume() {
    await this.#chat.resume(this.#language);
    this.#attach();
    this.open();
  }

  /** Nothing is shown before the style sheets are there: the page must not see the widget undressed. */
  #sheets() {
    let missing = SHEETS.length;
    const loaded = () => {
      missing -= 1;
      if (missing === 0) this.#root.hidden = false;
    };
    return SHEETS.map((name) => {
      const href = new URL(name, import.meta.url).href;
      return h('link', { rel: 'stylesheet', href, on: { load: loaded } });
    });
  }

  #attach() {
    this.#phone.addEventListener('change', this.#fit);
    this.#dark.addEventListener('change', this.#paint);
    window.visualViewport?.addEventListener('resize', this.#fit);
    this.#paint();
    this.#render();
    // A conversation that was open before the reload goes on, and what was not sent yet is sent.
    if (this.#session.conversationId) this.#chat.start(this.#language);
  }

  async #loadConfig() {
    try {
      this.#config = readConfig(await this.#api.config());
    } catch {
      // The chat works with its defaults; the colour and the quick replies of the bank are missing.
    }
    this.#paint();
    this.#render();
  }

  #render() {
    const texts = textsFor(this.#language);
    const { unread } = this.#state;
    label(this.#launcher, unread > 0 ? texts.launcherUnread(unread) : texts.launcher);
    this.#launcher.setAttribute('aria-expanded', String(this.#state.isPanelOpen));
    this.#root.lang = this.#language;
    this.#renderLauncher(texts);
    this.#badge.hidden = unread === 0;
    setText(this.#badge, unread > 9 ? '9+' : String(unread));
    const avatar = this.#config.avatarPath && this.#origin + this.#config.avatarPath;
    this.#panel.render(this.#state, this.#config, texts, this.#language, avatar);
  }

  #renderLauncher(texts) {
    const { launcherText, logoPath } = this.#config;
    const text = launcherText[this.#language];
    setText(this.#launcherText, text);
    this.#launcherText.hidden = text === '';
    this.#launcher.classList.toggle('wide', text !== '');
    showPicture(this.#launcherFace, logoPath && this.#origin + logoPath, 'chat');
    if (text && this.#state.unread === 0) label(this.#launcher, `${text}. ${texts.launcher}`);
  }

  #paint = () => {
    const wish = this.getAttribute('theme') ?? this.#config.mode;
    const theme = wish === 'dark' || wish === 'light' ? wish : this.#dark.matches ? 'dark' : 'light';
    this.#root.dataset.theme = theme;
    this.#root.dataset.position = this.#config.position;
    const { primaryColor, primaryColorDark } = this.#config;
    const accent = (theme === 'dark' && primaryColorDark) || primaryColor || DEFAULT_ACCENT;
    const colors = accentProperties(accent, theme);
    for (const [name, value] of Object.entries(colors)) this.#root.style.setProperty(name, value);
  };

  /** On a phone the panel is as high as what the on-screen keyboard leaves. */
  #fit = () => {
    const isSheet = this.#phone.matches;
    if (isSheet) this.#panel.element.setAttribute('aria-modal', 'true');
    else this.#panel.element.removeAttribute('aria-modal');
    const height = window.visualViewport?.height;
    this.#root.style.setProperty('--sheet-height', isSheet && height ? `${height}px` : '100dvh');
  };

  #switchLanguage() {
    this.#language = this.#language === 'es' ? 'en' : 'es';
    try {
      sessionStorage.setItem(LANGUAGE_KEY, this.#language);
    } catch {
      // Without storage the choice holds until the page is left.
    }
    this.#render();
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

/** The desk's origin: the element's `api`, the script's `data-api`, else where this module came from. */
function apiOrigin(element) {
  const named = element.getAttribute('api') ?? ownScript()?.dataset.api ?? import.meta.url;
  return new URL(named, location.href).origin;
}

/** document.currentScript is null for modules, so the tag is found by its address. */
function ownScript() {
  return [...document.querySelectorAll('script[type="module"][src]')].find((script) => script.src === import.meta.url);
}

customElements.define('joxai-chat', JoxaiChat);
if (ownScript() && !document.querySelector('joxai-chat')) document.body.append(document.createElement('joxai-chat'));
