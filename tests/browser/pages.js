// What people do on the pages, in Debian's Chromium. usage: node pages.js SITE FOLDER-OF-PICTURES OWN-CODE NAME-WITHOUT-DIACRITICS METRICS.json
// Prints a line for each fault; its exit status is their number.
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;
const fs = require('fs');
const [site, pictures, own, folded, metricsFile] = process.argv.slice(2);
const metrics = JSON.parse(fs.readFileSync(metricsFile, 'utf8'));
const passwords = { tinh: fs.readFileSync('pw-tinh', 'utf8').trim(), xa: fs.readFileSync('pw-xa', 'utf8').trim() };
let faults = 0;
const check = (ok, what) => { if (!ok) { faults++; console.log('FAULT: ' + what); } };

async function login(page, name) {
  await page.goto(site + '/dang-nhap');
  await page.fill('#ten', name);
  await page.fill('#mk', passwords[name]);
  await page.click('button.main');
}

async function look(page, name, width) {
  const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  check(over <= 0, `${name} at ${width}: ${over} px wider than the screen`);
  await page.evaluate(axe);
  const found = await page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ' (' + v.impact + '): ' + v.nodes[0].html.slice(0, 160)))");
  found.forEach((f) => check(false, `${name} at ${width}: ${f}`));
  await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
}

async function screens(browser) {
  for (const [width, height, colorScheme] of [[360, 780, 'light'], [1240, 900, 'light'], [360, 780, 'dark']]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    const label = width + (colorScheme === 'dark' ? '-dark' : '');
    await page.goto(site + '/dang-nhap');
    await look(page, 'login', label);
    await login(page, 'tinh');
    for (const [name, path] of [['league', '/'], ['unit', '/don-vi/' + own], ['index', '/chi-so'], ['overdue', '/ho-so-qua-han'], ['tasks', '/nhiem-vu'], ['sources', '/nguon']]) {
      const outside = [];
      page.on('request', (r) => { if (!r.url().startsWith(site)) outside.push(r.url()); });
      let bytes = 0;
      const add = async (r) => { try { bytes += (await r.body()).length; } catch (e) { /* redirect */ } };
      page.on('response', add);
      await page.goto(site + path, { waitUntil: 'networkidle' });
      page.off('response', add);
      check(outside.length === 0, `${name} loads from elsewhere: ${outside}`);
      check(bytes > 0 && bytes < 100000, `${name}: ${bytes} bytes`);
      await look(page, name, label);
    }
    await page.goto(site + '/don-vi/' + own);
    const cards = await page.$$eval('table.c tbody tr', (rows) => rows.map((r) => r.getBoundingClientRect().bottom));
    check(cards.length === 4, `${cards.length} cards`);
    if (width === 360) check(Math.max(...cards) <= height, `the four numbers end at ${Math.max(...cards)} of ${height}`);
    await context.close();
  }
}

// A head of a commune and a chairman without JavaScript.
async function people(browser) {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await login(page, 'xa');
  check(page.url() === site + '/don-vi/' + own, 'a unit comes to ' + page.url());
  const numbers = await page.locator('table.c td.big').allInnerTexts();
  metrics.filter((m) => m.target !== null).forEach((m) => {
    const shown = m.rate.toFixed(2).replace('.', ',') + '%';
    check(numbers.some((n) => n.trim() === shown), `${m.metric} ${shown} is not among ${numbers}`);
  });
  await page.click('.top form button');
  check(page.url() === site + '/dang-nhap', 'logout leads to ' + page.url());
  await page.goBack();
  await page.reload();
  check(page.url() === site + '/dang-nhap', 'after logout the back button shows ' + page.url());
  await login(page, 'tinh');
  await page.fill('input[type=search]', folded);
  await page.click('.find button');
  const rows = await page.locator('table.l tbody tr').count();
  check(rows === 1, `${rows} units are found by ${folded}`);
  await page.click('table.l td.c-name a');
  check(page.url() === site + '/don-vi/' + own, 'the link of a unit leads to ' + page.url());
  await page.goBack();
  check(page.url().includes('tim='), 'back leads to ' + page.url());
  await context.clearCookies();
  await page.goto(site + '/');
  check(page.url() === site + '/dang-nhap', 'without a session: ' + page.url());
  await context.close();
}

// The television of the one-stop centre: fits the screen, turns by itself, can be stopped, names no dossier.
async function wall(browser) {
  for (const [width, height, colorScheme] of [[1920, 1080, 'light'], [1280, 720, 'dark']]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    await login(page, 'tinh');
    for (const [name, path] of [['wall-unit', `/don-vi/${own}?man-hinh=1`], ['wall-weeks', `/don-vi/${own}?man-hinh=2`], ['wall-league', '/?man-hinh=1']]) {
      await page.goto(site + path);
      const next = await page.getAttribute('meta[http-equiv=refresh]', 'content');
      check(/^20;url=\?man-hinh=\d+$/.test(next || ''), `${name} does not turn: ${next}`);
      const over = await page.evaluate("[document.documentElement.scrollWidth - window.innerWidth, Math.round(document.querySelector('footer').getBoundingClientRect().bottom) - window.innerHeight]");
      check(over[0] <= 0 && over[1] <= 0, `${name} at ${width}x${height} is larger than the screen: ${over}`);
      check(!/H99\.22\.\d+-\d{6}-/.test(await page.innerText('body')), `${name} names a dossier`);
      await page.click('footer a >> nth=0');
      check((await page.locator('meta[http-equiv=refresh]').count()) === 0, `${name} cannot be stopped`);
      await look(page, name, width);
    }
    await context.close();
  }
}

async function paper(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await login(page, 'tinh');
  await page.goto(site + '/don-vi/' + own);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
  check(pages === 1, `the unit's page prints on ${pages} sheets`);
  fs.writeFileSync(`${pictures}/unit.pdf`, pdf);
  await context.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  await screens(browser);
  await people(browser);
  await wall(browser);
  await paper(browser);
  await browser.close();
  console.log(faults + ' faults');
  process.exit(faults > 99 ? 99 : faults);
})();
