import { type Browser, chromium } from 'playwright-core';

/** Without a sandbox, as root; and without what a browser fetches for itself. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ARGUMENTS,
    // Without a locale it cannot name a file that has an accent.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
