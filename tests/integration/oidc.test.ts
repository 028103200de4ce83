import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { checkProviderSessions } from '../../src/features/auth/oidc-sessions.ts';
import { closeSessions } from '../../src/features/auth/session-upkeep.ts';
import { BrowserByHand } from '../support/browser-by-hand.ts';
import { call, staffToken } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openLivePage } from '../support/panel-client.ts';
import { freePort } from '../support/ports.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';
import { type ProviderAccount, type StaffProvider, startStaffProvider } from '../support/staff-provider.ts';
import { startStopwatch } from '../support/stopwatch.ts';

/** Of the provider's tokens: they are asked after when half of it is over, and may then wait for their turn. */
const LIFETIME_SECONDS = 16;

let provider: StaffProvider;
let service: Service;
let counter = 0;

beforeAll(async () => {
  const port = await freePort();
  provider = await startStaffProvider({ origin: `http://127.0.0.1:${port}` });
  // What the provider is asked is asked by the tests alone, once it is to be so.
  service = await startService({ env: provider.env, port, resting: ['check_provider'] });
});

afterAll(async () => {
  await service.stop();
  await provider.stop();
});

beforeEach(() => {
  provider.isAway = false;
});

const sql = () => service.ctx.db.sql;

/** Somebody new at the provider. */
function newPerson(change: Partial<ProviderAccount> = {}) {
  counter += 1;
  const id = `person-${counter}`;
  const account = {
    email: `${id}@bank.test`,
    email_verified: true,
    name: `Persona ${counter} del Banco`,
    groups: ['everybody', 'desk-agents'],
    ...change,
  };
  provider.accounts.set(id, account);
  return { id, account };
}

/** From the panel's login to the provider and back, as the person with this name there. */
async function signIn(name: string, browser = new BrowserByHand(), next = '/panel/tickets') {
  const atProvider = await browser.get(`${service.origin}/panel/login/oidc?next=${encodeURIComponent(next)}`);
  if (!browser.address.includes('/interaction/')) return { browser, answer: atProvider };
  return { browser, answer: await browser.post(browser.address, { account: name }) };
}

const panelOf = (browser: BrowserByHand, path = '/panel/account') => browser.ask(service.origin + path);

const accountOf = async (email: string) => {
  const [row] = await sql()<{ id: number; role: string; fullName: string; isActive: boolean }[]>`
    SELECT id, role, full_name AS "fullName", is_active AS "isActive" FROM users WHERE email = ${email}`;
  return row;
};

/** What the provider would ask of us soon is due now. */
const askNow = async () => {
  await sql()`UPDATE oidc_sessions SET check_at = now()`;
  await checkProviderSessions(service.ctx);
};

describe('signing in at the provider', () => {
  test('makes an account of a verified e-mail, with the role of the groups, and leads to where one wanted', async () => {
    const { id, account } = newPerson();
    const { browser, answer } = await signIn(id);
    expect([answer.status, browser.address]).toEqual([200, `${service.origin}/panel/tickets`]);
    expect(await accountOf(account.email)).toMatchObject({ role: 'AGENT', fullName: account.name });
    const page = await (await panelOf(browser)).text();
    expect(page).toContain('el segundo paso se cuida allá');
    expect(page).not.toContain('id="password-form"');
    // The tokens of the provider stand in the database sealed.
    const [row] = await sql()`SELECT refresh_token, id_token FROM oidc_sessions LIMIT 1`;
    for (const token of [row?.refresh_token, row?.id_token]) expect(token).toStartWith('v1.');
    // Again: the same account.
    await signIn(id);
    const rows = await sql()`SELECT 1 FROM users WHERE lower(email) = ${account.email}`;
    expect(rows).toHaveLength(1);
  });

  test('links the local account of the same verified e-mail, which then logs in there alone', async () => {
    const staff = await newStaff(service, 'AGENT');
    const { id } = newPerson({ email: staff.email.toUpperCase(), groups: ['desk-leads'] });
    const { answer } = await signIn(id);
    expect(answer.status).toBe(200);
    expect(await accountOf(staff.email)).toMatchObject({ id: staff.id, role: 'SUPERVISOR' });
    expect((await staff.call('GET', '/auth/me')).status).toBe(401);
    const body = { email: staff.email, password: staff.password };
    expect((await call(service.origin, 'POST', '/api/v1/auth/login', { body })).status).toBe(401);
    const boss = await newStaff(service, 'ADMIN');
    expect((await boss.call('GET', `/users/${staff.id}`)).body.source).toBe('oidc');
    expect((await boss.call('DELETE', `/users/${staff.id}/provider`)).status).toBe(204);
    expect((await call(service.origin, 'POST', '/api/v1/auth/login', { body })).status).toBe(200);
  });

  test('gives the highest role of several groups, and another one when they change', async () => {
    const { id, account } = newPerson({ groups: ['desk-agents', 'desk-it', 'desk-leads'] });
    await signIn(id);
    expect((await accountOf(account.email))?.role).toBe('ADMIN');
    account.groups = ['desk-leads'];
    await signIn(id);
    expect((await accountOf(account.email))?.role).toBe('SUPERVISOR');
  });

  test('never takes the last administrator away', async () => {
    const { id } = newPerson({ email: ADMIN.email, groups: ['desk-agents'] });
    await sql()`UPDATE users SET role = 'SUPERVISOR' WHERE role = 'ADMIN' AND email <> ${ADMIN.email}`;
    const { answer } = await signIn(id);
    expect(answer.status).toBe(200);
    expect((await accountOf(ADMIN.email))?.role).toBe('ADMIN');
    await sql()`DELETE FROM oidc_identities WHERE subject = ${id}`;
  });

  test.each([
    ['an e-mail that is not verified', { email_verified: false }, 403, 'no confirma tu correo'],
    ['no group that may', { groups: ['everybody'] }, 403, 'no está en ningún grupo'],
  ])('is refused for %s, with no account made', async (_, change, status, words) => {
    const { id, account } = newPerson(change);
    const { browser, answer } = await signIn(id);
    expect([answer.status, answer.text.includes(words)]).toEqual([status, true]);
    expect(await accountOf(account.email)).toBeUndefined();
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
  });

  test('does not link by an e-mail that is not verified', async () => {
    const staff = await newStaff(service, 'AGENT');
    const { id } = newPerson({ email: staff.email, email_verified: false, groups: ['desk-it'] });
    expect((await signIn(id)).answer.status).toBe(403);
    expect((await accountOf(staff.email))?.role).toBe('AGENT');
    expect((await staff.call('GET', '/auth/me')).status).toBe(200);
  });

  test('is refused for a second identity with the same e-mail, and for whom the provider refuses', async () => {
    const { id, account } = newPerson();
    await signIn(id);
    const twin = newPerson({ email: account.email });
    expect((await signIn(twin.id)).answer.status).toBe(409);
    const { answer } = await signIn('nobody');
    expect([answer.status, answer.text.includes('no permitió la entrada')]).toEqual([403, true]);
  });

  test('keeps out whoever is deactivated here', async () => {
    const { id, account } = newPerson();
    const { browser } = await signIn(id);
    const admin = await staffToken(service.origin);
    const { id: userId } = (await accountOf(account.email)) ?? { id: 0 };
    await call(service.origin, 'DELETE', `/api/v1/users/${userId}`, { token: admin });
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
    const { answer } = await signIn(id);
    expect([answer.status, answer.text.includes('desactivada en este panel')]).toEqual([403, true]);
    expect((await accountOf(account.email))?.isActive).toBe(false);
  });
});

describe('what is forged', () => {
  const begin = async () => {
    const browser = new BrowserByHand();
    const answer = await browser.ask(`${service.origin}/panel/login/oidc`);
    return { browser, url: new URL(answer.headers.get('location') ?? '') };
  };

  test('a visit carries state, nonce and a PKCE challenge, new each time', async () => {
    const [one, two] = [await begin(), await begin()];
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.url.searchParams.get(name)?.length).toBeGreaterThan(30);
      expect(one.url.searchParams.get(name)).not.toBe(two.url.searchParams.get(name));
    }
    expect(one.url.searchParams.get('code_challenge_method')).toBe('S256');
  });

  test('an answer without our state, or in another browser, opens nothing', async () => {
    const { id } = newPerson();
    const victim = new BrowserByHand();
    await victim.ask(`${service.origin}/panel/login/oidc`);
    const forged = await victim.ask(`${service.origin}/panel/login/oidc/callback?code=x&state=made-up`);
    expect([forged.status, (await forged.text()).includes('Empieza de nuevo')]).toEqual([400, true]);
    const attacker = new BrowserByHand();
    await attacker.get(`${service.origin}/panel/login/oidc`);
    // The attacker's own answer of the provider, opened in the victim's browser.
    let answer = await attacker.ask(attacker.address, { method: 'POST', body: new URLSearchParams({ account: id }) });
    while (!answer.headers.get('location')?.includes('/callback?')) {
      answer = await attacker.ask(new URL(answer.headers.get('location') ?? '', attacker.address).href);
    }
    const callback = answer.headers.get('location') ?? '';
    expect((await victim.ask(callback)).status).toBe(400);
    expect((await new BrowserByHand().ask(callback)).status).toBe(400);
    expect(victim.cookiesOf(service.origin).has('joxai_panel')).toBe(false);
    // The positive control: where it belongs it opens, and only once.
    expect((await attacker.ask(callback)).status).toBe(200);
    expect((await attacker.ask(callback)).status).toBe(400);
  });

  test('a code that was got with another nonce is refused', async () => {
    const { id } = newPerson();
    const { browser, url } = await begin();
    url.searchParams.set('nonce', 'another-nonce-than-the-one-that-was-sent');
    await browser.get(url.href);
    const answer = await browser.post(browser.address, { account: id });
    expect([answer.status, answer.text.includes('no podemos aceptar')]).toEqual([502, true]);
    expect(browser.cookiesOf(service.origin).has('joxai_panel')).toBe(false);
  });
});

describe('what ends at the provider ends here', () => {
  test('when the person is let go there, within the life of the token, in open pages too', async () => {
    const { id, account } = newPerson();
    const { browser } = await signIn(id);
    const cookie = `joxai_panel=${browser.cookiesOf(service.origin).get('joxai_panel')}`;
    const live = await openLivePage(service.origin, { cookie });
    await askNow();
    expect((await panelOf(browser)).status).toBe(200);
    const [row] = await sql()<{ seconds: number }[]>`
      SELECT extract(epoch FROM o.valid_until - now())::float8 AS seconds FROM oidc_sessions o
      JOIN oidc_identities i ON i.id = o.identity_id WHERE i.subject = ${id}`;
    expect(row?.seconds).toBeLessThanOrEqual(60);
    account.isGone = true;
    await askNow();
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
    live.close();
  });

  test('by itself, and not for those who may go on', async () => {
    const port = await freePort();
    const lively = await startStaffProvider({
      origin: `http://127.0.0.1:${port}`,
      accessTokenLifetime: LIFETIME_SECONDS,
    });
    const desk = await startService({ env: lively.env, port });
    const groups = ['desk-agents'];
    const person = (name: string) => ({ email: `${name}@bank.test`, email_verified: true, name, groups });
    const enter = async (name: string) => {
      lively.accounts.set(name, person(name));
      const browser = new BrowserByHand();
      await browser.get(`${desk.origin}/panel/login/oidc`);
      await browser.post(browser.address, { account: name });
      return browser;
    };
    const isIn = async (browser: BrowserByHand) => (await browser.ask(`${desk.origin}/panel/account`)).status === 200;
    const [leaver, stayer] = [await enter('leaver'), await enter('stayer')];
    expect([await isIn(leaver), await isIn(stayer)]).toEqual([true, true]);
    const [{ firstEnd } = { firstEnd: new Date() }] = await desk.ctx.db.sql<{ firstEnd: Date }[]>`
      SELECT max(valid_until) AS "firstEnd" FROM oidc_sessions`;
    lively.accounts.set('leaver', { ...person('leaver'), isGone: true });
    const stopwatch = startStopwatch();
    await eventually('who was let go is out', async () => !(await isIn(leaver)));
    expect(stopwatch()).toBeLessThan(LIFETIME_SECONDS * 1_000);
    await eventually('the first tokens are over', async () => {
      const [row] = await desk.ctx.db.sql<{ isOver: boolean }[]>`SELECT now() > ${firstEnd} AS "isOver"`;
      return row?.isOver === true;
    });
    expect(await isIn(stayer)).toBe(true);
    await desk.stop();
    await lively.stop();
  });

  test('when their groups no longer may, and with another role when those changed', async () => {
    const { id, account } = newPerson();
    const { browser } = await signIn(id);
    account.groups = ['everybody'];
    await askNow();
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
    account.groups = ['desk-agents'];
    const again = await signIn(id);
    account.groups = ['desk-leads'];
    await askNow();
    expect((await accountOf(account.email))?.role).toBe('SUPERVISOR');
    expect((await panelOf(again.browser)).headers.get('location')).toStartWith('/panel/login');
  });

  test('by its own word: a logout there ends the one session here at once, in every worker', async () => {
    const other = await startService({ env: provider.env, database: service.database });
    const { id } = newPerson();
    const { browser } = await signIn(id);
    const elsewhere = (await signIn(id)).browser;
    const page = await browser.get(`${provider.issuer}/session/end`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await browser.post(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
    const cookie = `joxai_panel=${browser.cookiesOf(service.origin).get('joxai_panel')}`;
    const there = await fetch(`${other.origin}/panel/account`, { redirect: 'manual', headers: { cookie } });
    expect(there.status).toBe(303);
    expect((await panelOf(elsewhere)).status).toBe(200);
    await other.stop();
  });

  test('but not by a word that is not its own', async () => {
    const { id } = newPerson();
    const { browser } = await signIn(id);
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const tell = (token: string) =>
      call(service.origin, 'POST', '/panel/login/oidc/backchannel-logout', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        form: new URLSearchParams({ logout_token: token }) as unknown as FormData,
      });
    const good = await provider.sign({ sub: id, events });
    const forged = `${good.split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`;
    for (const token of [
      forged,
      'not-a-token',
      await provider.sign({ sub: id, events, aud: 'another-client' }),
      await provider.sign({ sub: id, events, iss: 'http://evil.example' }),
      await provider.sign({ sub: id, events, nonce: 'x' }),
      await provider.sign({ sub: id }),
      await provider.sign({ events }),
      await provider.sign({ sub: id, events, iat: Math.floor(Date.now() / 1_000) - 3_600 }),
    ]) {
      const answer = await tell(token);
      expect([token.slice(0, 12), answer.status]).toEqual([token.slice(0, 12), 400]);
    }
    expect((await panelOf(browser)).status).toBe(200);
    expect((await tell(good)).status).toBe(200);
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
  });
});

describe('the way out', () => {
  test('leads over the provider, which ends its own session, and back to the login', async () => {
    const { id } = newPerson();
    const { browser } = await signIn(id);
    const answer = await browser.ask(`${service.origin}/panel/logout`, { method: 'POST', body: new URLSearchParams() });
    const text = await answer.text();
    const next = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toStartWith(`${provider.issuer}/session/end?`);
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
    const page = await browser.get(next);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await browser.post(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(browser.address).toStartWith(`${service.origin}/panel/login`);
    // The provider asks for a name again.
    await browser.get(`${service.origin}/panel/login/oidc`);
    expect(browser.address).toContain('/interaction/');
  });
});

describe('while the provider is away', () => {
  test('local accounts log in, and the others are told so; sessions go on until their time is over', async () => {
    const { id } = newPerson();
    const { browser } = await signIn(id);
    provider.isAway = true;
    const fresh = await startService({ env: provider.env, database: service.database });
    const refused = await fetch(`${fresh.origin}/panel/login/oidc`, { redirect: 'manual' });
    expect([refused.status, (await refused.text()).includes('no responde')]).toEqual([503, true]);
    const english = await fetch(`${fresh.origin}/panel/login/oidc?lang=en`, { redirect: 'manual' });
    expect(await english.text()).toContain('does not answer');
    expect(await staffToken(fresh.origin)).toBeString();
    await fresh.stop();
    await askNow();
    expect((await panelOf(browser)).status).toBe(200);
    await sql()`UPDATE oidc_sessions SET valid_until = now()`;
    await closeSessions(service.ctx);
    expect((await panelOf(browser)).headers.get('location')).toStartWith('/panel/login');
    const out = await browser.ask(`${service.origin}/panel/logout`, { method: 'POST', body: new URLSearchParams() });
    expect(out.status).toBe(303);
  });
});

describe('without a provider', () => {
  test('there is no way to one', async () => {
    const plain = await startService({ database: service.database });
    for (const path of ['/panel/login/oidc', '/panel/login/oidc/callback?state=x&code=y']) {
      const answer = await fetch(plain.origin + path, { redirect: 'manual' });
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 303, '/panel/login']);
    }
    const form = new URLSearchParams({ logout_token: 'x' });
    const told = await fetch(`${plain.origin}/panel/login/oidc/backchannel-logout`, { method: 'POST', body: form });
    expect(told.status).toBe(404);
    expect(await (await fetch(`${plain.origin}/panel/login`)).text()).not.toContain('/panel/login/oidc');
    await plain.stop();
  });
});
