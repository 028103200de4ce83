import type { Language } from '../../src/lib/language.ts';
import { type DemoTexts, demoTexts } from './demo-texts.ts';

interface DemoPageProps {
  language: Language;
  bankName: string;
  /** For a policy that asks for one; every script and style here comes from a file. */
  nonce?: string;
}

/** The home page of the fictional demo bank, with the chat on it. */
export function DemoPage({ language, bankName, nonce }: DemoPageProps): JSX.Element {
  const texts = demoTexts[language];
  return (
    <>
      {'<!doctype html>'}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta
            name="viewport"
            content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
          />
          <meta name="color-scheme" content="light dark" />
          <title safe>{texts.title(bankName)}</title>
          <link rel="icon" href="/public/demo/mark.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/public/demo/demo.css" />
          <link rel="stylesheet" href="/public/demo/sections.css" />
          <script type="module" src="/public/widget/widget.js" nonce={nonce} />
          <script type="module" src="/public/demo/demo.js" nonce={nonce} />
        </head>
        <body>
          <a class="skip" href="#main" safe>
            {texts.skip}
          </a>
          <TopBar texts={texts} bankName={bankName} />
          <main id="main">
            <Hero texts={texts} />
            <Products texts={texts} />
            <Help texts={texts} />
            <Protection texts={texts} />
          </main>
          <footer class="wrap">
            <p safe>{texts.footer.fictional(bankName)}</p>
            <p safe>{texts.footer.demo}</p>
          </footer>
          <tag of="joxai-chat" lang={language} />
        </body>
      </html>
    </>
  );
}

function TopBar({ texts, bankName }: { texts: DemoTexts; bankName: string }): JSX.Element {
  return (
    <header class="wrap top">
      <a class="brand" href="#main">
        <img src="/public/demo/mark.svg" alt="" width="32" height="32" />
        <span safe>{bankName}</span>
      </a>
      <nav aria-label={texts.menu}>
        <a href="#products" safe>
          {texts.nav.accounts}
        </a>
        <a href="#help" safe>
          {texts.nav.help}
        </a>
        <a href="#protection" safe>
          {texts.nav.protection}
        </a>
      </nav>
      <a class="language" href={`?lang=${texts.otherLanguage.code}`} lang={texts.otherLanguage.code} safe>
        {texts.otherLanguage.label}
      </a>
    </header>
  );
}

function Hero({ texts }: { texts: DemoTexts }): JSX.Element {
  const { hero } = texts;
  return (
    <section class="hero wrap">
      <div>
        <p class="eyebrow" safe>
          {hero.eyebrow}
        </p>
        <h1 safe>{hero.title}</h1>
        <p class="lead" safe>
          {hero.text}
        </p>
        <p class="calls">
          <button type="button" class="button" data-open-chat safe>
            {hero.chat}
          </button>
          <a class="button plain" href="#products" safe>
            {hero.products}
          </a>
        </p>
      </div>
      <AccountPicture texts={texts} />
    </section>
  );
}

function AccountPicture({ texts: { card } }: { texts: DemoTexts }): JSX.Element {
  return (
    <div class="picture" aria-hidden="true">
      <div class="account">
        <p safe>{card.name}</p>
        <small safe>{card.balance}</small>
        <strong safe>{card.amount}</strong>
        <span>•••• 4821</span>
      </div>
      <ul class="moves">
        <li>
          <span safe>{card.saved}</span>
          <b safe>{card.savedAmount}</b>
        </li>
        <li>
          <span safe>{card.paid}</span>
          <b safe>{card.paidAmount}</b>
        </li>
      </ul>
    </div>
  );
}

function Products({ texts: { products } }: { texts: DemoTexts }): JSX.Element {
  return (
    <section id="products" class="wrap" aria-labelledby="products-title">
      <h2 id="products-title" safe>
        {products.title}
      </h2>
      <p class="lead" safe>
        {products.lead}
      </p>
      <ul class="grid">
        {products.cards.map((card) => (
          <li class="product">
            <h3 safe>{card.title}</h3>
            <p safe>{card.text}</p>
            <p class="fact">
              <strong safe>{card.fact}</strong> <span safe>{card.note}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Help({ texts: { help } }: { texts: DemoTexts }): JSX.Element {
  return (
    <section id="help" class="band" aria-labelledby="help-title">
      <div class="wrap help">
        <div>
          <h2 id="help-title" safe>
            {help.title}
          </h2>
          <p class="lead" safe>
            {help.lead}
          </p>
          <ul class="questions">
            {help.questions.map((question) => (
              <li safe>{question}</li>
            ))}
          </ul>
        </div>
        <div class="phone">
          <strong safe>{help.phone}</strong>
          <p safe>{help.hours}</p>
        </div>
      </div>
    </section>
  );
}

function Protection({ texts: { protection } }: { texts: DemoTexts }): JSX.Element {
  return (
    <section id="protection" class="wrap protection" aria-labelledby="protection-title">
      <div>
        <h2 id="protection-title" safe>
          {protection.title}
        </h2>
        <p class="lead" safe>
          {protection.text}
        </p>
      </div>
      <ul>
        {protection.points.map((point) => (
          <li safe>{point}</li>
        ))}
      </ul>
    </section>
  );
}
