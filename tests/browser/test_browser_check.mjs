// The question page in a real browser, on a server of its own: axe-core, keyboard, no JavaScript, narrow
// screens, nothing from elsewhere. Needs chromium (GJ_CHROMIUM); pictures go to GJ_SCREENSHOTS if it is set.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';

const program = join(process.env.GJ_BUILD ?? 'build', 'gongji');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gongji-browser-'));

const pages = {
  form: '',
  faults: 'payer=%E5%90%89%E6%9E%97&user=nowhere&tool=none&on=tomorrow&at=24:00&amount=1e3&user_scheme=x',
  allow: 'payer=410100&relation=parent&user=340100&use=outpatient&on=2025-09-01&amount=100',
  own: 'payer=410100&relation=self&use=pharmacy&on=2025-09-01',
  fictional: 'payer=980100&relation=parent&user=980200&use=outpatient&on=2025-09-01&amount=9000',
  limits: 'payer=520100&relation=spouse&use=inpatient&on=2025-09-01&place=520300&user_scheme=resident',
  deny: 'payer=110000&relation=parent&user=130100&use=outpatient&tool=binding&on=2025-08-10',
  failures: 'payer=130100&relation=friend&user=410300&use=fitness&on=2025-09-01',
  waiting: 'payer=350100&relation=parent&user=340400&use=transfer&tool=wallet&on=2025-05-01',
  hours: 'payer=410300&relation=parent&user=410100&use=transfer&on=2025-09-01&at=22:00&amount=3000',
  unknown: 'payer=650100&relation=parent&use=outpatient&on=2020-09-01',
  bind: 'payer=430100&relation=sibling&use=bind&on=2025-09-01',
  premium: 'payer=130100&relation=child&user=130200&use=resident_premium&on=2025-09-01',
};

let server, browser, origin;

before(async () => {
  const db = `sqlite:${join(folder, 'gongji.db')}`;
  execFileSync(program, ['demo', '--people', '20', '--db', db], { stdio: 'ignore' });
  server = spawn(program, ['serve', '--sandbox', '--db', db, '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  origin = await new Promise((found, failed) => {
    let said = '';
    server.stdout.on('data', (text) => {
      said += text;
      const at = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (at) found(at[0]);
    });
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  server.removeAllListeners('exit');
  browser = await chromium.launch({
    executablePath: process.env.GJ_CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});

after(async () => {
  await browser?.close();
  if (server) {
    const ended = new Promise((done) => server.on('exit', done));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

// A page of its own context; whatever it does beyond reading this server is noted in `strange`.
async function open(query, { language = 'zh', width = 360, dark = false, large = false, script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 760 },
    colorScheme: dark ? 'dark' : 'light',
    locale: language === 'en' ? 'en-GB' : 'zh-CN',
    javaScriptEnabled: script,
  });
  const page = await context.newPage();
  const strange = [];
  page.on('console', (message) => { // a form with faults is 400, which the browser tells
    if (!/status of 400/.test(message.text())) strange.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => strange.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) strange.push(`request: ${request.url()}`);
  });
  page.on('response', (response) => {
    const expected = response.url().includes('/check?') ? [200, 400] : [200];
    if (!expected.includes(response.status())) strange.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(`${origin}/check?lang=${language}${large ? '&large=1' : ''}&${query}`);
  return { page, context, strange };
}

async function each(run, options = [{}]) {
  for (const [name, query] of Object.entries(pages))
    for (const language of ['zh', 'en'])
      for (const option of options) {
        const opened = await open(query, { language, ...option });
        await run(opened, name, language, option);
        await opened.context.close();
      }
}

async function look(page, name) {
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const nodes = (violation) => violation.nodes.map((node) => node.html).join(' ');
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${nodes(one)}`), [], name);
  assert.ok(found.passes.length > 15, name);
}

async function picture(page, name) {
  if (process.env.GJ_SCREENSHOTS)
    await page.screenshot({ path: join(process.env.GJ_SCREENSHOTS, `${name}.png`), fullPage: true });
}

describe('the question page', () => {
  test('axe finds nothing: light, dark, large, closed and open', async () => {
    await each(async ({ page, strange }, name, language, { dark, large }) => {
      await picture(page, `${name}-${language}-${dark ? 'dark' : large ? 'large' : 'light'}`);
      await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
      await page.evaluate(axe);
      await look(page, `${name} ${language} ${dark ? 'dark' : 'light'}`);
      // No rule of the packs gives an answer in part to what the form asks: its colours are lent.
      if (await page.$eval('.verdict', (one) => { one.className = 'verdict part'; return true; }).catch(() => false))
        await look(page, `${name} in part ${dark ? 'dark' : 'light'}`);
      assert.deepEqual(strange, [], name);
    }, [{}, { dark: true }, { large: true }]);
  });

  test('the front door is in order too', async () => {
    const { page, context, strange } = await open('');
    await page.goto(origin);
    await picture(page, 'root');
    await page.evaluate(axe);
    await look(page, 'root');
    assert.deepEqual(strange, []);
    await context.close();
  });

  test('nothing scrolls sideways on a narrow screen', async () => {
    await each(async ({ page }, name, language, { width }) => {
      await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name} ${language}: ${wide} px at ${width}`);
    }, [{ width: 320 }, { width: 360 }, { width: 320, large: true }]);
  });

  test('what one must hit is large enough for a thumb', async () => {
    await each(async ({ page }, name, language, { large }) => {
      await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
      const small = await page.$$eval(
        'header a, select, input[type=text], input[type=date], input[type=time], .way, button, summary, .choices a',
        (all, least) => all.map((one) => [one.outerHTML.slice(0, 60), one.getBoundingClientRect().height])
          .filter(([, height]) => height < least), large ? 60 : 44);
      assert.deepEqual(small, [], name);
    }, [{}, { large: true }]);
  });

  test('a question is asked and answered by keyboard alone, without JavaScript', async () => {
    const { page, context } = await open('', { script: false });
    const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
    await press('Tab'); // the skip link comes first
    assert.equal(await page.locator(':focus').getAttribute('href'), '#main');
    await page.locator('#payer').focus();
    await page.keyboard.type('郑州');
    await press('Tab');
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Tab'); // a parent
    await page.keyboard.type('合肥市 340100');
    await press('Tab');
    await press('ArrowDown', 'Tab'); // outpatient care
    await press('ArrowDown', 'ArrowDown'); // the wallet
    await press('Enter');
    await page.waitForURL(/tool=wallet/);
    assert.equal(await page.locator('h1').innerText(), '可以，用医保钱包');
    assert.match(await page.title(), /^可以，用医保钱包/);
    await context.close();
  });

  test('what is wrong is heard first and leads to its field', async () => {
    const { page, context } = await open(pages.faults, { script: false, language: 'en' });
    assert.equal(await page.locator(':focus').getAttribute('class'), 'faults');
    assert.match(await page.title(), /^Error: /);
    for (const link of await page.locator('.faults a').all()) {
      const field = page.locator(await link.getAttribute('href'));
      assert.equal(await field.count(), 1);
      const id = (await link.getAttribute('href')).slice(1);
      const label = page.locator(`label[for="${id}"], #${id} > legend`);
      assert.equal(await link.innerText(), await label.innerText());
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      const told = (await field.getAttribute('aria-describedby')).split(' ').filter(Boolean);
      for (const id of told) assert.equal(await page.locator(`#${id}`).count(), 1);
      assert.ok(told.some((id) => id.endsWith('-fault')));
    }
    assert.equal(await page.locator('#user').inputValue(), 'nowhere');
    assert.equal(await page.locator('#on').inputValue(), 'tomorrow');
    assert.equal(await page.locator('#at').inputValue(), '24:00');
    await page.locator('.faults a[href="#tool"]').press('Enter');
    assert.equal(await page.locator(':focus').getAttribute('id'), 'tool');
    await page.locator('.choices a').first().click(); // 吉林省
    assert.match(page.url(), /payer=220000/);
    await context.close();
  });

  test('the other way, the other language and the shared link keep the question', async () => {
    const { page, context } = await open(pages.deny, { script: false });
    assert.equal(await page.locator('h1').innerText(), '不可以');
    await page.locator('a.try').click();
    assert.equal(await page.locator('h1').innerText(), '可以，用医保钱包');
    await page.locator('a.language').click();
    assert.equal(await page.locator('h1').innerText(), 'Yes, with the insurance wallet');
    const shared = await page.locator('.link a').getAttribute('href');
    assert.doesNotMatch(shared, /amount|lang/);
    await page.goto(origin + shared);
    assert.equal(await page.locator('h1').innerText(), '可以，用医保钱包');
    await context.close();
  });

  test('a wait has a link to the day on which it is over', async () => {
    const { page, context } = await open(pages.waiting, { script: false });
    assert.match(await page.locator('.verdict').innerText(), /2025-06-30 起情况会变/);
    await page.locator('.verdict a.try').click();
    assert.match(page.url(), /on=2025-06-30/);
    assert.equal(await page.locator('h1').innerText(), '可以转');
    await context.close();
  });

  test('an hour is asked and stays in the form', async () => {
    const { page, context } = await open(pages.hours, { script: false });
    assert.match(await page.locator('.failed').innerText(), /该时段不办理转账/);
    await page.locator('.again > summary').click();
    assert.equal(await page.locator('#at').inputValue(), '22:00');
    await page.locator('#at').fill('21:59');
    await page.locator('#amount').fill('2000');
    await page.locator('button').click();
    assert.match(page.url(), /at=21%3A59/);
    assert.equal(await page.locator('h1').innerText(), '可以转');
    await context.close();
  });

  test('what was asked stands in the form below the answer', async () => {
    const { page, context } = await open(pages.allow, { script: false });
    await page.locator('.again > summary').click();
    assert.equal(await page.locator('#payer').inputValue(), '郑州市 410100');
    assert.equal(await page.locator('#relation').inputValue(), 'parent');
    assert.equal(await page.locator('#amount').inputValue(), '100');
    await page.locator('#amount').fill('3000');
    await page.locator('#use').selectOption('transfer');
    await page.locator('button').click();
    assert.match(await page.locator('.verdict').innerText(), /超过单笔限额/);
    await context.close();
  });

  test('it prints as a page of paper', async () => {
    const { page, context } = await open(pages.deny);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.again').isVisible(), false);
    assert.equal(await page.locator('.rows').isVisible(), true);
    await context.close();
  });
});
