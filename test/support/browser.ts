import { accessSync, constants } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian and its like put it. */
const executablePath = '/usr/bin/chromium';
const howToInstall = 'apt-get install --no-install-recommends chromium';

/** Whether there is a browser to test with. @throws Error when there is none and a CI run must have one. */
export function hasBrowser(): boolean {
  try {
    accessSync(executablePath, constants.X_OK);
    return true;
  } catch {
    if (process.env['CI'] === 'true')
      throw new Error(`No ${executablePath}: install it with ${howToInstall}`);
    return false;
  }
}

/** A browser that finds no other host than this one, whatever it is asked for: WebSockets included. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
}

/** A page and what it did that it should not have done. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses of other servers that it asked. */
  readonly foreign: readonly string[];
  /** Errors of its scripts, and what it wrote to the console as an error. */
  readonly errors: readonly string[];
}

/** Opens a page that may only talk to this server. */
export async function openPage(browser: Browser, server: string): Promise<WatchedPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (new URL(url).origin === new URL(server).origin) return route.continue();
    foreign.push(url);
    return route.abort();
  });
  return { page, foreign, errors };
}

/** Waits until a place of the page holds a text. */
export async function textIn(page: Page, place: string, text: string): Promise<void> {
  // Monaco writes spaces as no-break spaces.
  const pattern = new RegExp(text.replaceAll(' ', '\\s'));
  await page.locator(place).filter({ hasText: pattern }).waitFor();
}

/** Presses GraphiQL's button. */
export async function execute(page: Page): Promise<void> {
  await page.getByRole('button', { name: /execute query/i }).click();
}
