/**
 * The customer's chat as one custom element.
 *
 *   <script type="module" src="https://desk.bank/public/widget/widget.js" data-api="https://desk.bank"></script>
 *
 * puts it on any page; `<joxai-chat lang="en" theme="dark" api="https://desk.bank"></joxai-chat>` places it by hand.
 * `lang` and `theme` (light, dark, auto) win over the desk's settings. `resume`, on a page of the desk's own origin,
 * opens the conversation of the page's cookie.
 */
import { Api } from './api.js';
import { Chat } from './chat.js';
import { h, icon, label, setText } from './dom.js';
import { readConfig } from './frames.js';
import { Panel } from './panel.js';
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
  static observedAttributes = ['lang', 'theme'];

  #config = readConfig(null);
  #language = 'es';
  #phone = matchMedia(PHONE);
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  #launcher = h(
    'button',
    { type: 'button', class: 'launcher', on: { click: () => this.open() } },
    icon('chat'),
    this.#badge,
  );
  #state = new ChatState(() => this.#render());
  #api;
  #session;
  #chat;
  #panel;
  #root;

  connectedCallback() {
    if (this.#root) return this.#attach();
    const origin = apiOrigin(this);
    this.#session = new Session(origin);
    this.#api = new Api(origin);
    this.#chat = new Chat(this.#api, this.#session, this.#state);
    this.#panel = new Panel(this.#chat, {
      close: () => this.close(),
      start: () => this.#chat.start(this.#language),
      restart: () => this.#chat.restart(this.#language).then(() => this.#panel.focus()),
      switchLanguage: () => this.#switchLanguage(),
    });
    this.#language = pickLanguage(remembered(), this.lang, document.documentElement.lang, navigator.language);
    this.#root = h('div', { class: 'root', hidden: true }, this.#launcher, this.#panel.element);
    this.attachShadow({ mode: 'open' }).append(...this.#sheets(), this.#root);
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
    this.#panel.focus();
  }

  close() {
    this.#state.update({ isPanelOpen: false });
    this.#panel.element.hidden = true;
    this.#launcher.hidden = false;
    this.#launcher.focus();
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
    this.#badge.hidden = unread === 0;
    setText(this.#badge, unread > 9 ? '9+' : String(unread));
    this.#panel.render(this.#state, this.#config, texts, this.#language);
  }

  #paint = () => {
    const wish = this.getAttribute('theme') ?? this.#config.mode;
    const theme = wish === 'dark' || wish === 'light' ? wish : this.#dark.matches ? 'dark' : 'light';
    this.#root.dataset.theme = theme;
    const colors = accentProperties(this.#config.primaryColor ?? DEFAULT_ACCENT, theme);
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
